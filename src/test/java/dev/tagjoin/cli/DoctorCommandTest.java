package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tagjoin doctor}, as a person sees it. */
class DoctorCommandTest {
  private static final String MEMBER = "6543210987654321";
  private static final String ROLE = "acs:ram::" + MEMBER + ":role/tagjoin-member";

  private final EmbeddedAccount member = new EmbeddedAccount(MEMBER, "rg-acfmxazb4ph6mem");
  private final CommandLine line = new CommandLine();
  private final Map<String, String> environment = line.environment;
  private EmbeddedEcs ecs;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(List.of(EmbeddedAccount.seeded(), member));
    line.reach(ecs);
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private int run(boolean json) {
    return json
        ? line.run("doctor", "--json", "examples/rules.yaml")
        : line.run("doctor", "examples/rules.yaml");
  }

  private String err() {
    return line.err();
  }

  private String out() {
    return line.out();
  }

  @Test
  void healthIsAGoodStatus() {
    assertEquals(0, run(false), this::out);
    assertTrue(out().startsWith("ok       rule book "), this::out);
    assertTrue(out().contains("\nok       join instance "), this::out);
    assertEquals("", err());
    assertEquals(List.of(), ecs.account().moves());
  }

  @Test
  void everyRoleIsTried() throws IOException {
    environment.put("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID + "," + MEMBER + "=" + ROLE);
    assertEquals(1, run(true));
    assertEquals("cannot be entered", check("account " + MEMBER).path("detail").asText());
    JsonNode before = check("role in account " + MEMBER);
    assertEquals("failed", before.path("state").asText());
    assertTrue(before.path("advice").asText().contains("create the role"), before::toString);
    member.addRole(ROLE, EmbeddedAccount.ID);
    assertEquals(0, run(true), this::out);
    assertEquals("ok", check("account " + MEMBER).path("state").asText());
  }

  private JsonNode check(String name) throws IOException {
    for (JsonNode check : new ObjectMapper().readTree(out()).path("checks")) {
      if (check.path("check").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError(out());
  }

  @Test
  void withoutCredentialsNothingElseIsTried() {
    environment.remove("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    environment.put("ALIBABA_CLOUD_CREDENTIALS_FILE", "/nowhere");
    assertEquals(1, run(false));
    assertTrue(out().contains("failed   credentials"), this::out);
    assertTrue(out().contains("-> give the function its role"), this::out);
    assertTrue(out().contains("skipped  remaining checks"), this::out);
    assertEquals(1, ecs.calls().size(), "the knock alone");
  }

  @Test
  void credentialsOfAFileAreNamedByTheirFileAndProfile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("credentials.ini");
    Files.writeString(
        file,
        "[ci]\ntype = access_key\naccess_key_id = "
            + environment.remove("ALIBABA_CLOUD_ACCESS_KEY_ID")
            + "\naccess_key_secret = "
            + environment.remove("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
            + "\n");
    environment.put("ALIBABA_CLOUD_CREDENTIALS_FILE", file.toString());
    environment.put("ALIBABA_CLOUD_PROFILE", "ci");
    assertEquals(0, run(false), this::out);
    assertTrue(out().contains("of " + file + ", profile ci, acs:ram::"), this::out);
    environment.put("ALIBABA_CLOUD_PROFILE", "other");
    assertEquals(1, run(false));
    assertTrue(out().contains(file + " has no section [other]"), this::out);
  }

  @Test
  void anEndpointThatCannotBeReachedIsNamed() {
    ecs.close();
    assertEquals(1, run(false));
    assertTrue(out().contains("failed   endpoint http://127.0.0.1:"), this::out);
    assertTrue(out().contains("skipped  remaining checks"), this::out);
    assertTrue(out().contains("ECS cannot be reached"), this::out);
    assertEquals(4, out().lines().count(), this::out);
  }

  @Test
  void everyRegionOfTheBookIsExamined(@TempDir Path dir) throws IOException {
    String rules = Files.readString(Path.of("examples/rules.yaml"));
    Path file =
        Files.writeString(
            dir.resolve("rules.yaml"),
            rules.replace("when: {tag.tagjoin: keep}", "when: {region: cn-beijing}"));

    assertEquals(0, line.run("doctor", file.toString()), this::out);

    assertTrue(out().contains("cn-hangzhou, cn-beijing: ecs:DescribeDisks is allowed"), this::out);
  }

  @Test
  void anAddressWithoutEncryptionIsWarnedOf() {
    environment.put("TAGJOIN_RESOURCE_MANAGER_ENDPOINT", "http://resourcemanager.example.com");
    environment.put("TAGJOIN_ALLOW_HTTP", "true");

    line.run("doctor", "examples/rules.yaml");

    assertTrue(out().contains("warning  encryption"), this::out);
    assertTrue(
        out().contains("TAGJOIN_RESOURCE_MANAGER_ENDPOINT is an http:// address"), this::out);
  }

  @ParameterizedTest
  @CsvSource({
    "TAGJOIN_ECS_ENDPOINT, http://ecs.example.com",
    "TAGJOIN_ECS_ENDPOINT, http://127.0.0.1.example.com:8080",
    "TAGJOIN_STS_ENDPOINT, http://sts.example.com",
    "TAGJOIN_STS_ENDPOINT, http://10.0.0.1",
    "TAGJOIN_RESOURCE_MANAGER_ENDPOINT, http://resourcemanager.example.com",
    "TAGJOIN_RESOURCE_MANAGER_ENDPOINT, http://localhost.example.com"
  })
  void refusesAddressWithoutEncryption(String variable, String address) {
    environment.put(variable, address);

    assertEquals(1, run(false));

    assertTrue(
        err()
            .contains(
                variable
                    + ": http:// sends credentials without encryption; use https://, or set"
                    + " TAGJOIN_ALLOW_HTTP=true"),
        this::err);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void aDryRunTriesNoJoin() {
    environment.put("TAGJOIN_DRY_RUN", "true");
    assertEquals(0, run(false), this::out);
    assertTrue(out().contains("warning  dry run"), this::out);
    assertEquals(List.of(), ecs.calls("JoinResourceGroup"));
  }

  @Test
  void aSettingThatIsWrongIsSaid() {
    environment.put("TAGJOIN_DRY_RUN", "yes");
    assertEquals(1, run(false));
    assertTrue(err().contains("TAGJOIN_DRY_RUN"));
  }

  @Test
  void triesEveryAccountOfTheDirectory() throws IOException {
    String prefix = "100000000000000";
    for (int i = 1; i <= 5; i++) {
      EmbeddedAccount account = new EmbeddedAccount(prefix + i, "rg-acfmxazb4ph6me" + i);
      if (i != 2) {
        account.addRole("acs:ram::" + account.id() + ":role/tagjoin-member", EmbeddedAccount.ID);
      }
      account.addGroup("rg-acfmxazb4ph6aiy", "prod");
      ecs.directory().add(account, "CreateSuccess", i == 5 ? "Deleting" : "");
      if (i == 3) {
        account.deny("DescribeDisks", null);
        account.deny("ListResourceGroups", null);
      }
    }
    environment.put("TAGJOIN_ACCOUNTS", "directory:tagjoin-member");

    assertEquals(1, run(true));

    for (int i : new int[] {1, 4}) {
      JsonNode well = check("account " + prefix + i);
      assertEquals("ok", well.path("state").asText());
      assertTrue(well.path("detail").asText().contains("prod rg-acfmxazb4ph6aiy OK"), out());
    }
    assertEquals("cannot be entered", check("account " + prefix + 2).path("detail").asText());
    assertTrue(check("role in account " + prefix + 2).path("advice").asText().contains("create"));
    JsonNode poor = check("account " + prefix + 3);
    assertEquals("failed", poor.path("state").asText());
    assertTrue(poor.path("detail").asText().contains(", 2 problems"), poor::toString);
    assertTrue(
        check("read disk in account " + prefix + 3)
            .path("advice")
            .asText()
            .contains("allow ecs:DescribeDisks"));
    assertEquals("warning", check("target groups in account " + prefix + 3).path("state").asText());
    assertTrue(!out().contains(prefix + 5), this::out);
    assertEquals(List.of(), ecs.accounts().get(2).moves());
  }

  @Test
  void sayThatTheDirectoryCannotBeRead() throws IOException {
    environment.put("TAGJOIN_ACCOUNTS", "directory:tagjoin-member");
    ecs.directory().add(member);
    ecs.account().deny("ListAccounts", null);

    assertEquals(1, run(true));

    JsonNode directory = check("resource directory");
    assertEquals("failed", directory.path("state").asText());
    assertTrue(directory.path("advice").asText().contains("resourcemanager:ListAccounts"), out());
  }

  @Test
  void accountsPrintsTheDirectory() {
    environment.put("TAGJOIN_ACCOUNTS", "directory:tagjoin-member");
    environment.put("TAGJOIN_ACCOUNTS_EXCEPT", MEMBER);
    assertEquals(1, line.run("accounts"));
    assertTrue(err().contains("EntityNotExists.ResourceDirectory"), this::err);

    ecs.directory().add(member);
    ecs.directory()
        .add(new EmbeddedAccount("2000000000000001", "rg-acfmxazb4ph6me1"), "CreateVerifying", "");
    ecs.directory().add(new EmbeddedAccount("2000000000000002", "rg-acfmxazb4ph6me2"));
    assertEquals(0, line.run("accounts"));

    assertEquals(
        """
        accounts:
          - "1234567890123456"  # management
          # - "2000000000000001"  # account 2000000000000001, CreateVerifying
          - "2000000000000002"  # account 2000000000000002
          # - "6543210987654321"  # account 6543210987654321, TAGJOIN_ACCOUNTS_EXCEPT
        """,
        out());
  }
}
