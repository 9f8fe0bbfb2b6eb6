package dev.tagjoin.dev;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Dev mode with a rule book and resources of one's own, and a dry run. */
@QuarkusTest
@TestProfile(DevOwnBookTest.OwnBook.class)
class DevOwnBookTest {
  private static final String BOOK =
      """
      version: 1
      groups: [default, "team-*"]
      rules:
        - name: team
          when: {tag.team: {exists: true}}
          join: "team-{tag.team}"
      follow: {instance: [disk]}
      """;

  private static final String ANSWERS =
      """
      {"Instances": {"Instance": [
        {"InstanceId": "i-own1", "InstanceName": "shop", "RegionId": "cn-beijing",
         "ResourceGroupId": "rg-own000000000001", "VpcAttributes": {"VpcId": "vpc-own1"},
         "Tags": {"Tag": [{"TagKey": "team", "TagValue": "blue"}]}}]}}
      {"Disks": {"Disk": [
        {"DiskId": "d-own1", "RegionId": "cn-beijing", "InstanceId": "i-own1", "ResourceGroupId": ""}]}}
      {"ResourceGroups": {"ResourceGroup": [
        {"Id": "rg-own000000000001", "Name": "team-red"}, {"Id": "rg-own000000000002", "Name": "team-blue"}]}}
      """;

  @Inject EditableRules rules;
  @Inject EmbeddedAccount account;
  @Inject Board board;

  /** The settings that somebody gives to {@code quarkus:dev}. */
  public static final class OwnBook implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "dev";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory("own-book");
        Path file = Files.writeString(folder.resolve("own.yaml"), BOOK);
        Path answers = Files.writeString(folder.resolve("answers.json"), ANSWERS);
        return Map.of(
            "tagjoin.rules-file",
            file.toString(),
            "tagjoin.dev-resources",
            answers.toString(),
            "tagjoin.dry-run",
            "true",
            "quarkus.arc.exclude-types",
            "io.quarkus.amazon.lambda.http.AwsHttpContextProducers");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Path file() {
    // the profile and the test may be loaded by different class loaders
    return Path.of(ConfigProvider.getConfig().getValue("tagjoin.rules-file", String.class));
  }

  private static void await(BooleanSupplier check) throws InterruptedException {
    long end = System.nanoTime() + 15_000_000_000L;
    while (!check.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "nothing happened in 15 s");
      Thread.sleep(50);
    }
  }

  @Test
  void accountHoldsTheSavedAnswersAndNothingElse() {
    given()
        .get("/dev/resources")
        .then()
        .body("id", is(List.of("i-own1", "d-own1")))
        .body("group", hasItems("rg-own000000000001", account.defaultGroup()));

    EmbeddedResource shop = account.resource(ResourceKind.INSTANCE, "i-own1");
    assertEquals(Map.of("team", "blue"), shop.tags());
    assertEquals("vpc-own1", shop.vpc());
    assertEquals("i-own1", account.resource(ResourceKind.DISK, "d-own1").instance());
  }

  @Test
  void boardSaysThatItIsADryRunAndWhereThingsBelong() {
    Board.View view = board.view();

    assertTrue(view.dryRun());
    assertEquals(
        List.of("rg-own000000000002", "rg-own000000000002"),
        view.resources().stream().map(Board.Item::wants).toList());
    given()
        .body(
            "{\"resources\":[{\"type\":\"instance\",\"id\":\"i-own1\",\"region\":\"cn-beijing\"}]}")
        .post("/events")
        .then()
        .body("summary.planned", is(2));
    assertEquals("rg-own000000000001", account.groupOf(ResourceKind.INSTANCE, "i-own1"));
  }

  @Test
  void changedFileBecomesTheActiveBook() throws Exception {
    String changed = BOOK.replace("name: team", "name: by team");

    Files.writeString(file(), changed);
    await(() -> rules.text().equals(changed));
    Files.writeString(file(), "version: 1\nrulez: []\n");
    Thread.sleep(1_000);
    assertEquals(changed, rules.text(), "one with errors does not");
    Files.writeString(file(), BOOK);
    await(() -> rules.text().equals(BOOK));
  }

  @Test
  void bookIsSavedToItsFileUnlessItHasErrors() throws Exception {
    given()
        .contentType("text/plain")
        .body("rulez: []")
        .put("/dev/rules/file")
        .then()
        .statusCode(422);
    assertEquals(BOOK, Files.readString(file()));

    String changed = BOOK + "otherwise: leave\n";
    given().contentType("text/plain").body(changed).put("/dev/rules/file").then().statusCode(200);
    assertEquals(changed, Files.readString(file()));
    assertEquals(changed, rules.text());

    given().contentType("text/plain").body(BOOK).put("/dev/rules/file").then().statusCode(200);
    assertEquals(BOOK, Files.readString(file()));
  }

  @Test
  void resourcesAreMadeMovedDeletedAndBroughtBack() {
    String id =
        given()
            .contentType("application/json")
            .body(Map.of("type", "snapshot", "name", "nightly", "attachedTo", "d-own1"))
            .post("/dev/resources")
            .then()
            .statusCode(200)
            .body("region", is("cn-beijing"))
            .extract()
            .path("id");
    assertEquals("d-own1", account.resource(ResourceKind.SNAPSHOT, id).disk());
    given()
        .put("/dev/resources/snapshot/" + id + "/group/rg-own000000000001")
        .then()
        .statusCode(204);
    assertEquals("rg-own000000000001", account.groupOf(ResourceKind.SNAPSHOT, id));
    given().put("/dev/resources/snapshot/" + id + "/group/rg-none").then().statusCode(404);
    given().delete("/dev/resources/disk/d-own1").then().statusCode(204);

    given().post("/dev/reset").then().statusCode(204);
    assertEquals(
        List.of("i-own1", "d-own1"),
        account.resources().stream().map(EmbeddedResource::id).toList());
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    for (Map<String, String> wish :
        List.of(
            Map.of("type", "ddh", "name", "x"),
            Map.of("type", "disk", "name", " "),
            Map.of("name", "x"))) {
      given()
          .contentType("application/json")
          .body(wish)
          .post("/dev/resources")
          .then()
          .statusCode(400);
    }
    given()
        .contentType("application/json")
        .body(Map.of("type", "disk", "name", "x", "attachedTo", "i-none"))
        .post("/dev/resources")
        .then()
        .statusCode(404);
  }

  @Test
  void exampleBookIsNotWritten() {
    EditableRules example =
        new EditableRules(
            rules.firstBook(),
            Optional.empty(),
            Optional.of(Path.of("examples/names.yaml").toAbsolutePath().toString()));

    assertNull(example.file());
  }
}
