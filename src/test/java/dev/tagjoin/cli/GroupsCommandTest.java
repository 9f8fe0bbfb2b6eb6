package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedGroup;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tagjoin groups}, and the commands that look groups up. */
class GroupsCommandTest {
  private static final String MEMBER = "6543210987654321";
  private static final String ROLE = "acs:ram::" + MEMBER + ":role/tagjoin-member";
  private static final String BOOK =
      """
      version: 1
      groups: [prod, payments]
      rules:
        - name: by team
          when: {tag.team: payments}
          join: payments
      """;

  private final EmbeddedAccount member = new EmbeddedAccount(MEMBER, "rg-acfmxazb4ph6mem");
  private final CommandLine line = new CommandLine();
  private final Map<String, String> environment = line.environment;
  private EmbeddedEcs ecs;

  @BeforeEach
  void start() {
    member.addRole(ROLE, EmbeddedAccount.ID);
    member.addGroup("rg-member1", "prod");
    ecs = EmbeddedEcs.start(List.of(EmbeddedAccount.seeded(), member));
    line.reach(ecs);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  @Test
  void printsNamesThatARuleBookCanUse() throws Exception {
    ecs.account().addGroup("rg-on", "on");
    ecs.account().addGroup("rg-old", "old");
    ecs.account().groupStatus("rg-old", EmbeddedGroup.Status.PENDING_DELETE);

    assertEquals(0, line.run("groups"), line.err());
    assertTrue(line.out().startsWith("# account 1234567890123456\ngroups:\n"), line.out());
    assertTrue(line.out().contains("  - prod      # rg-acfmxazb4ph6aiy, prod\n"), line.out());
    assertTrue(line.out().contains("  - \"on\" "), line.out());
    assertTrue(line.out().contains("  # - old "), line.out());
    String book = "version: 1\n" + line.out() + "rules: [{name: all, join: prod}]\n";
    assertTrue(RuleBookParser.parse("book", book).needsGroupLookup());
  }

  @Test
  void printsIdsOfAnotherAccount() {
    environment.put("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID + "," + MEMBER + "=" + ROLE);

    assertEquals(0, line.run("groups", "--account=" + MEMBER, "--ids"), line.err());
    assertTrue(line.out().contains("  prod:    rg-member1  # prod\n"), line.out());
  }

  @Test
  void printsJson() throws Exception {
    assertEquals(0, line.run("groups", "--json"), line.err());

    JsonNode json = new ObjectMapper().readTree(line.out());
    assertEquals(EmbeddedAccount.ID, json.path("account").asText());
    assertEquals("default", json.path("groups").path(0).path("name").asText());
    assertEquals("OK", json.path("groups").path(0).path("status").asText());
  }

  @Test
  void saysWhichAccountIsMeantAndWhatIsMissing() {
    assertEquals(1, line.run("groups", "--account=abc"));
    assertTrue(line.err().contains("not an account id"), line.err());

    assertEquals(1, line.run("groups", "--account=" + MEMBER));
    assertTrue(line.err().contains("credentials belong to the account 1234"), line.err());

    ecs.account().deny("ListResourceGroups", null);
    assertEquals(1, line.run("groups"));
    assertTrue(line.err().contains("ram:ListResourceGroups"), line.err());
  }

  @Test
  void plansByNamesOfTheAccount() {
    assertEquals(2, line.withInput(BOOK).run("plan", "-"), line.err());

    assertTrue(line.out().contains("payments (rg-aekzq2m7cbq4tay)"), line.out());
    assertEquals(1, ecs.calls("ListResourceGroups").size());
  }

  @Test
  void doctorShowsNamesPerAccountAndWhatNoneHas() {
    environment.put("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID + "," + MEMBER + "=" + ROLE);

    String book = BOOK.replace("[prod, payments]", "[prod, payments, nowhere]");
    assertEquals(1, line.withInput(book).run("doctor", "-"), line.err());
    assertTrue(line.out().contains("no account has a group named nowhere"), line.out());
    assertTrue(line.out().contains("no group named payments in the account " + MEMBER), line.out());
    assertTrue(line.out().contains("prod rg-member1 OK"), line.out());
    assertTrue(line.out().contains("prod rg-acfmxazb4ph6aiy OK"), line.out());
  }

  @Test
  void explainsAndTestsOffline() {
    assertEquals(
        0,
        line.withInput(
                "{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"account\":"
                    + "\"1234567890123456\",\"tags\":{\"team\":\"payments\"}}")
            .run("explain", "examples/rules.yaml", "-"),
        line.err());
    assertEquals(List.of(), ecs.calls());
  }
}
