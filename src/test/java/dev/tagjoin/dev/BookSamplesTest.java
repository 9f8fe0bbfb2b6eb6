package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.text.InputFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookSamplesTest {
  private static final String OWN =
      """
      version: 1
      groups:
        shop: rg-aekz00000000001
        team-blue: rg-aekz00000000002
        team-green: rg-aekz00000000003
      rules:
        - name: frozen
          when: {tag.lock: {exists: true}}
          leave: true
        - name: shop
          when: {tag.app: {matches: "shop-*"}, kind: instance, name: {matches: "vm?-*"}}
          join: shop
        - name: either
          when: {any: [{tag.cost: [a, b]}, {tag.cost-centre: a}]}
          join: shop
        - name: team
          when: {not: {tag.owner: nobody}, tag.owner: {exists: true}}
          join: "team-{tag.owner}"
      """;

  private static Set<String> deciding(EmbeddedAccount account, RuleBook book) {
    Set<String> names = new HashSet<>();
    for (EmbeddedResource resource : account.resources()) {
      book.decideByRules(Board.state(resource, account.id()), AccountGroups.OFFLINE)
          .map(Decision::rule)
          .ifPresent(names::add);
    }
    return names;
  }

  @Test
  void makesResourceForEveryRule() throws Exception {
    RuleBook book = RuleBookParser.parse("own.yaml", OWN);
    EmbeddedAccount account = EmbeddedAccount.seeded();
    assertEquals(Set.of(), deciding(account, book));

    BookSamples.add(account, book);

    Set<String> rules = new HashSet<>();
    book.rules().stream().map(Rule::name).forEach(rules::add);
    assertEquals(rules, deciding(account, book));
    Set<String> groups = new HashSet<>();
    account.groups().forEach(group -> groups.add(group.id()));
    assertTrue(groups.containsAll(book.groups().values()), groups::toString);
  }

  @Test
  void groupsByNameAreAddedAndReached() throws Exception {
    RuleBook book =
        RuleBookParser.parse(
            "own.yaml",
            """
            version: 1
            groups: [default, prod, shared-tools, "team-*"]
            rules:
              - name: tools
                when: {tag.tool: {exists: true}}
                join: shared-tools
              - name: team
                when: {tag.squad: {exists: true}}
                join: "team-{tag.squad}"
            """);
    EmbeddedAccount account = EmbeddedAccount.seeded();
    int before = account.groups().size();

    BookSamples.add(account, book);

    List<String> names = account.groups().stream().map(EmbeddedGroup::name).toList();
    assertEquals(List.of("shared-tools", "team-yes"), names.subList(before, names.size()));
    Set<String> targets = new HashSet<>();
    for (EmbeddedResource resource : account.resources()) {
      targets.add(
          book.decide(Board.state(resource, account.id()), new Board.Present(account.groups()))
              .group());
    }
    account
        .groups()
        .subList(before, names.size())
        .forEach(g -> assertTrue(targets.contains(g.id())));
  }

  @Test
  void everyRuleOfTheCompanysBookDecidesAResource() throws Exception {
    Path file = Path.of("examples", "company", "rules.yaml");
    RuleBook book =
        RuleBookParser.parse(
            file.toString(),
            Files.readString(file),
            name -> InputFile.readBeside(file, name),
            () -> LocalDate.of(2026, 12, 1));
    EmbeddedAccount account = EmbeddedAccount.seeded();

    BookSamples.add(account, book);

    Set<String> silent = new HashSet<>();
    book.rules().stream().map(Rule::name).forEach(silent::add);
    for (EmbeddedResource resource : account.resources()) {
      Decision decision =
          book.decide(Board.state(resource, account.id()), new Board.Present(account.groups()));
      silent.remove(decision.rule());
    }
    assertEquals(Set.of(), silent);
    Set<String> names = new HashSet<>();
    account.groups().forEach(group -> names.add(group.name()));
    assertTrue(names.containsAll(Set.of("team-payments", "default-cn-hangzhou")), names::toString);
  }

  @Test
  void exampleAccountStaysAsItIs() throws Exception {
    EmbeddedAccount account = EmbeddedAccount.seeded();
    Path example = Path.of("examples", "rules.yaml");

    BookSamples.add(account, RuleBookParser.parse("rules.yaml", Files.readString(example)));

    assertEquals(EmbeddedAccount.seeded().resources(), account.resources());
    assertEquals(EmbeddedAccount.seeded().groups(), account.groups());
  }
}
