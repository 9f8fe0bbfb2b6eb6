package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.DisplayText;
import dev.tagjoin.rule.Explanation;
import dev.tagjoin.rule.FoundGroups;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.States;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.statistics.Statistics;

@Domain(Books.class)
@Domain(DomainContext.Global.class)
class RuleBookPropertyTest {
  /** The day after the last one of the rules that end. */
  private static final LocalDate DAY = LocalDate.of(2026, 6, 19);

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void decidesAsTheDescriptionReads(
      @ForAll Books.Book book, @ForAll @Size(20) List<ResourceState> states) {
    RuleBook parsed = parse(book);
    NaiveBook naive = new NaiveBook(book.map(), DAY);
    for (ResourceState state : states) {
      assertEquals(naive.decide(state), parsed.decide(state));
    }
  }

  /**
   * In an account whose groups have the names and ids of the book, the form makes no difference.
   */
  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void decidesByNamesAsByIds(@ForAll Books.Book book, @ForAll @Size(20) List<ResourceState> states)
      throws RuleBookException {
    parse(book);
    Map<String, String> ids = new LinkedHashMap<>();
    ((Map<?, ?>) book.map().get("groups")).forEach((name, id) -> ids.put("" + name, "" + id));
    Assume.that(Set.copyOf(ids.values()).size() == ids.size());
    FoundGroups account = new FoundGroups(ids);
    Map<String, Object> named = new LinkedHashMap<>(book.map());
    Map<String, Object> groups = new LinkedHashMap<>();
    ids.keySet().forEach(name -> groups.put(name, Map.of("name", name)));
    named.put("groups", groups);
    List<Object> rules = new ArrayList<>();
    for (Object rule : (List<?>) book.map().get("rules")) {
      Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) rule);
      copy.computeIfPresent(
          "join", (k, join) -> ids.containsValue(join) ? account.name((String) join) : join);
      rules.add(copy);
    }
    named.put("rules", rules);

    RuleBook byNames = RuleBookParser.parse("named", Books.write(named)).on(() -> DAY);
    NaiveBook naive = new NaiveBook(book.map(), DAY);
    for (ResourceState state : states) {
      Decision decision = byNames.decide(state, account);
      assertEquals(
          naive.decide(state), new Decision(decision.action(), decision.rule(), decision.group()));
      assertEquals(decision, byNames.explain(state, account).decision());
    }
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void explainsWhatItDecides(
      @ForAll Books.Book book, @ForAll @Size(20) List<ResourceState> states) {
    RuleBook parsed = parse(book);
    NaiveBook naive = new NaiveBook(book.map(), DAY);
    for (ResourceState state : states) {
      Explanation explanation = parsed.explain(state);
      assertEquals(parsed.decide(state), explanation.decision());
      Map<String, Boolean> applies = new LinkedHashMap<>();
      explanation.rules().stream()
          .filter(trace -> !trace.rule().equals(Decision.OTHERWISE))
          .forEach(trace -> applies.put(trace.rule(), trace.applies()));
      assertEquals(naive.applies(state), applies);
      for (RuleTrace trace : explanation.rules()) {
        assertFalse(trace.why().isEmpty());
        for (String why : trace.why()) {
          assertEquals(!trace.applies(), why.contains(", wanted "), why);
        }
      }
    }
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void readsBackWhatItPrints(@ForAll Books.Book book) throws Exception {
    RuleBook parsed = parse(book);
    String printed = BookPrinter.print(parsed);
    RuleBook again = RuleBookParser.parse("printed", printed);
    assertEquals(parsed.groupIndex().refs(), again.groupIndex().refs());
    assertEquals(parsed.groupIndex().patterns(), again.groupIndex().patterns());
    assertEquals(parsed.rules(), again.rules());
    assertEquals(parsed.rules().hashCode(), again.rules().hashCode());
    assertEquals(parsed.otherwise(), again.otherwise());
    assertEquals(parsed.follow(), again.follow());
    assertEquals(printed, BookPrinter.print(again));
  }

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void aGroupSaidNotToBeUsedIsNeverJoined(
      @ForAll Books.Book book, @ForAll @Size(20) List<ResourceState> states) {
    RuleBook parsed = parse(book);
    List<Diagnostic> unused =
        parsed.warnings().stream()
            .filter(warning -> warning.message().startsWith("group "))
            .filter(warning -> warning.message().endsWith("is used by no rule"))
            .toList();
    Statistics.label("has unused groups")
        .collect(!unused.isEmpty())
        .coverage(coverage -> coverage.check(true).count(count -> count > 10));
    for (Diagnostic warning : unused) {
      String id =
          parsed.groups().entrySet().stream()
              .filter(
                  group ->
                      warning
                          .message()
                          .startsWith("group " + DisplayText.quote(group.getKey()) + " is "))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseThrow();
      for (ResourceState state : states) {
        assertNotEquals(id, parsed.decide(state).group());
      }
    }
  }

  /** Whatever a slip of the hand makes of a book, it is a book or has faults with a place. */
  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void aBrokenTextHasFaultsWithinIt(
      @ForAll Books.Book book,
      @ForAll @IntRange(max = 10_000) int from,
      @ForAll @IntRange(max = 10_000) int to,
      @ForAll char c) {
    RuleBook parsed = parse(book);
    StringBuilder text = new StringBuilder(BookPrinter.print(parsed));
    text.setCharAt(from % text.length(), text.charAt(to % text.length()));
    text.setCharAt(to % text.length(), c);
    int lines =
        2
            + (int)
                text.chars()
                    .filter(x -> x == '\n' || x == '\r' || x == 0x85 || x == 0x2028 || x == 0x2029)
                    .count();
    boolean isBroken = false;
    try {
      RuleBookParser.parse("broken", text.toString()).decide(stateOf());
    } catch (RuleBookException e) {
      isBroken = true;
      assertFalse(e.errors().isEmpty());
      for (Diagnostic fault : e.errors()) {
        assertTrue(fault.line() >= 1 && fault.line() <= lines, fault::toString);
        assertTrue(fault.column() >= 1, fault::toString);
        assertFalse(fault.message().contains("\n"), fault::toString);
      }
    }
    Statistics.label("is broken")
        .collect(isBroken)
        .coverage(coverage -> coverage.check(true).count(count -> count > 10));
  }

  private static ResourceState stateOf() {
    return States.state(Map.of("env", "prod"));
  }

  /** The generated book; those whose tests cannot hold, or whose rules cannot, are left out. */
  private static RuleBook parse(Books.Book book) {
    try {
      return RuleBookParser.parse("generated", book.yaml()).on(() -> DAY);
    } catch (RuleBookException e) {
      for (Diagnostic fault : e.errors()) {
        assertTrue(
            fault.message().contains("never holds")
                || fault.message().startsWith("no kind matches"),
            fault::toString);
      }
      Assume.that(false);
      throw new AssertionError(e);
    }
  }
}
