package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Rule;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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
      book.decideByRules(Board.state(resource, account.id()))
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
  void exampleAccountStaysAsItIs() throws Exception {
    EmbeddedAccount account = EmbeddedAccount.seeded();
    Path example = Path.of("examples", "rules.yaml");

    BookSamples.add(account, RuleBookParser.parse("rules.yaml", Files.readString(example)));

    assertEquals(EmbeddedAccount.seeded().resources(), account.resources());
    assertEquals(EmbeddedAccount.seeded().groups(), account.groups());
  }
}
