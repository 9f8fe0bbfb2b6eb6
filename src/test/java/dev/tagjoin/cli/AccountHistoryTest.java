package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EcsClient;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code history --from-account}, and {@code undo} over several accounts. */
class AccountHistoryTest {
  private static final String MEMBER = "6543210987654321";
  private static final String ROLE = "acs:ram::" + MEMBER + ":role/tagjoin-member";
  private static final String PROD = "rg-acfmxazb4ph6aiy";
  private static final String DEFAULT = EmbeddedAccount.DEFAULT_GROUP;
  private static final String DEFAULT_OF_MEMBER = "rg-acfmxazb4ph6mem";
  private static final String RULES =
      """
      version: 1
      groups: {prod: rg-acfmxazb4ph6aiy}
      rules:
        - name: production
          when: {tag.env: prod}
          join: prod
      """;

  @TempDir Path dir;

  private final EmbeddedAccount own = new EmbeddedAccount(EmbeddedAccount.ID);
  private final EmbeddedAccount member = new EmbeddedAccount(MEMBER, DEFAULT_OF_MEMBER);
  private final CommandLine line = new CommandLine();
  private EmbeddedEcs ecs;
  private String rules;

  @BeforeEach
  void start() throws IOException {
    ecs = EmbeddedEcs.start(List.of(own, member));
    for (EmbeddedAccount account : List.of(own, member)) {
      account.addGroup(PROD, "prod");
      for (int i = 0; i < 5; i++) {
        account.add(EmbeddedResource.of(ResourceKind.DISK, "d-" + i, "cn-hangzhou"));
      }
      account.tag(ResourceKind.DISK, "d-1", "env", "prod");
    }
    member.addRole(ROLE, EmbeddedAccount.ID);
    rules = Files.writeString(dir.resolve("rules.yaml"), RULES).toString();
    line.reach(ecs);
    line.environment.put("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID + "," + MEMBER + "=" + ROLE);
    line.environment.put("TAGJOIN_RULES_FILE", rules);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  /** Moves d-1 by the rules and gives the file with the outcomes. */
  private String applied() {
    String file = dir.resolve("moves.json").toString();
    assertEquals(0, line.run("apply", "--yes", "--out", file, rules), line::err);
    assertEquals(1, own.moves().size());
    return file;
  }

  private void moveByHand(String id, String group) throws Exception {
    new EcsClient(ecs)
        .call(
            "JoinResourceGroup",
            Map.of("ResourceType", "disk", "ResourceId", id, "ResourceGroupId", group));
  }

  @Test
  void showsMovesOfOthersBesideThoseOfTheLog() throws Exception {
    line.environment.put("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID);
    String log = applied();
    moveByHand("d-1", DEFAULT);
    moveByHand("d-2", PROD);

    assertEquals(0, line.run("history", "--from-account", "--since=1h", log), line::err);

    assertTrue(line.out().endsWith("3 moves of 2 resources\n"), line::out);
    assertEquals("", line.err());
    assertEquals(0, line.run("history", "--from-account", "--by=rule", log));
    assertTrue(line.out().startsWith("RULE              MOVES\n(not in the log)  2\n"), line::out);
    assertTrue(line.out().contains("\nproduction        1\n"), line::out);
    assertEquals(0, line.run("history", "--flapping", log));
    assertTrue(line.out().endsWith(", 0 moved back and forth\n"), line::out);
    assertEquals(0, line.run("history", "--from-account", "--flapping", log));
    assertTrue(line.out().endsWith(", 1 moved back and forth\n"), line::out);
  }

  @Test
  void needsNoLog() throws Exception {
    for (int i = 0; i < 60; i++) {
      moveByHand("d-1", PROD);
      moveByHand("d-1", DEFAULT);
    }

    assertEquals(0, line.run("history", "--from-account"), line::err);

    assertTrue(line.out().endsWith("120 moves of 1 resource\n"), line::out);
    assertEquals(2, ecs.calls("LookupResourceGroupEvents").size());
    assertEquals(0, line.run("history", "--from-account", "--rule=production"));
    assertEquals("0 moves of 0 resources\n", line.out());
    assertEquals(1, line.run("history"));
    assertTrue(line.err().startsWith("tagjoin history: name a FILE, or use --from-account"));
  }

  @Test
  void saysWhichCallWasRefused() {
    own.deny("LookupResourceGroupEvents", null);

    assertEquals(1, line.run("history", "--from-account"));

    assertTrue(line.err().startsWith("LookupResourceGroupEvents: Forbidden.RAM: "), line::err);
  }

  /** Both accounts have a disk d-1, and the log tells that the rules moved both. */
  private String movedInBoth() throws IOException {
    StringBuilder log = new StringBuilder();
    for (EmbeddedAccount account : List.of(own, member)) {
      account.setGroup(ResourceKind.DISK, "d-1", PROD);
      log.append(
          "{\"outcome\":\"joined\",\"rule\":\"production\",\"from\":\"%s\",\"to\":\"%s\",\"resource\":{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"account\":\"%s\"}}\n"
              .formatted(account.defaultGroup(), PROD, account.id()));
    }
    return Files.writeString(dir.resolve("log"), log).toString();
  }

  @Test
  void takesMovesBackInEveryAccount() throws IOException {
    String log = movedInBoth();

    assertEquals(2, line.run("undo", log), line::err);
    assertTrue(line.out().contains("2 would move back"), line::out);
    assertTrue(line.err().contains("would move 2 resources by rule \"production\""), line::err);
    assertEquals(
        0, line.run("undo", "--apply", "--yes", "--force", log), () -> line.err() + line.out());

    assertEquals(DEFAULT, own.groupOf(ResourceKind.DISK, "d-1"));
    assertEquals(DEFAULT_OF_MEMBER, member.groupOf(ResourceKind.DISK, "d-1"));
    assertEquals(1, own.moves().size());
    assertEquals(1, member.moves().size());
    assertEquals(0, line.run("undo", log), line::err);
    assertTrue(line.out().contains("is back where it came from"), line::out);
  }

  @Test
  void leavesAnAccountThatCannotBeEntered() throws IOException {
    String log = movedInBoth();
    line.environment.put("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID);

    assertEquals(
        0, line.run("undo", "--apply", "--yes", "--force", log), () -> line.err() + line.out());

    assertEquals(DEFAULT, own.groupOf(ResourceKind.DISK, "d-1"));
    assertEquals(PROD, member.groupOf(ResourceKind.DISK, "d-1"));
    assertTrue(line.out().contains("2 seen, 1 joined, 1 ignored"), line::out);
    assertTrue(
        line.out().contains("account " + MEMBER + " is not listed in TAGJOIN_ACCOUNTS"), line::out);
  }
}
