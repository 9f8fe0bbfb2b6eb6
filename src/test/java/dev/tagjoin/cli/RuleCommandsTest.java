package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, {@code test} and {@code explain}, as a person and a program see them. */
class RuleCommandsTest {
  private static final String RULES =
      """
      version: 1
      groups:
        prod: rg-acfmxazb4ph6aiy
        search: rg-aekzcm4t5z7usaa
      rules:
        - name: production
          when: {tag.env: prod}
          join: prod
        - name: by team
          join: "{tag.team}"
          among: [search]
      """;
  private static final String STATE =
      """
      {"type": "instance", "id": "i-1", "region": "cn-hangzhou", "account": "1234567890123456",
       "group": "rg-aekzcm4t5z7usaa", "name": "web-7", "tags": {"env": "prod", "app": "web"}}
      """;

  @TempDir Path dir;

  private final CommandLine line = new CommandLine();
  private String rules;

  @BeforeEach
  void writeRules() throws IOException {
    rules = write("rules.yaml", RULES);
  }

  @Test
  void checksAValidBook() {
    assertEquals(0, run("check", rules));
    assertEquals(rules + ": valid; 2 groups, 2 rules, 0 warnings\n", out());
    assertEquals("", err());
  }

  @Test
  void countsGroupsThatAreListedByName() throws IOException {
    String file =
        write("names.yaml", "version: 1\ngroups: [prod, \"team-*\"]\nrules:\n  - join: prod\n");

    assertEquals(0, run("check", file), err());
    assertTrue(out().startsWith(file + ": valid; 2 groups, 1 rule, "), out());
    assertEquals(0, run("check", "--json", file));
    assertTrue(out().contains("\"groups\": 2"), out());
  }

  @Test
  void warningsGoToErrAndDoNotFail() throws IOException {
    String file = write("doubtful.yaml", RULES + "otherwise: leave\n  \n");
    String shadowed =
        write("shadowed.yaml", RULES + "  - {when: {tag.env: prod, tag.a: x}, join: search}\n");
    assertEquals(0, run("check", file));
    assertEquals("", err());
    assertEquals(0, run("check", shadowed));
    assertEquals(
        shadowed
            + ":12:5: warning: rule \"rule 3\" never decides: rule \"production\" in line 6 applies"
            + " whenever it does\n",
        err());
  }

  @Test
  void faultsGoToErrAllAtOnce() throws IOException {
    String file = write("bad.yaml", "version: 3\nrule: []\n");
    assertEquals(1, run("check", file));
    assertEquals(
        file
            + ":1:10: unknown version \"3\"; use \"version: 1\"\n"
            + file
            + ":2:1: unknown key \"rule\"; did you mean \"rules\"?\n",
        err());
    assertEquals("", out());
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    assertEquals(1, run("check", dir + "/none.yaml"));
    assertEquals(dir + "/none.yaml: no such file\n", err());
    assertEquals(1, run("check", dir.toString()));
    assertTrue(err().contains(dir + ": cannot be read"), err());
    Path latin = dir.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xe4});
    assertEquals(1, run("check", latin.toString()));
    assertTrue(err().endsWith(latin + ": not a text in UTF-8\n"), err());
    String large = write("large.yaml", "#".repeat((1 << 20) + 1));
    assertEquals(1, run("check", large));
    assertTrue(err().endsWith(large + ": larger than 1 MiB\n"), err());
  }

  @Test
  void explainsForPeople() throws IOException {
    assertEquals(0, run("explain", rules, write("state.json", STATE)));
    assertEquals(
        """
        instance i-1 in cn-hangzhou
        join prod (rg-acfmxazb4ph6aiy), from search (rg-aekzcm4t5z7usaa): rule "production"

        applies         production
                          tag.env is prod: equals prod

        does not apply  by team
                          tag.team is missing, wanted for the target {tag.team}
        """,
        out());
  }

  @Test
  void explainsWhatStaysAndWhatIsLeft() throws IOException {
    String there = write("there.json", STATE.replace("rg-aekzcm4t5z7usaa", "rg-acfmxazb4ph6aiy"));
    assertEquals(0, run("explain", rules, there));
    assertEquals(
        "stay in prod (rg-acfmxazb4ph6aiy): rule \"production\"", out().lines().toList().get(1));
    assertEquals(0, run("explain", rules, write("other.json", STATE.replace("prod", "dev"))));
    assertEquals("leave: no rule applies", out().lines().toList().get(1));
  }

  @Test
  void explainsForPrograms() throws IOException {
    assertEquals(0, run("explain", "--json", rules, write("state.json", STATE)));
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(
            """
            {"resource": {"type": "instance", "id": "i-1", "region": "cn-hangzhou",
                          "account": "1234567890123456"},
             "state": {"group": "rg-aekzcm4t5z7usaa", "name": "web-7",
                       "tags": {"app": "web", "env": "prod"}},
             "decision": {"action": "join", "rule": "production", "group": "rg-acfmxazb4ph6aiy",
                          "groupName": "prod", "move": true},
             "rules": [
               {"rule": "production", "applies": true, "why": ["tag.env is prod: equals prod"]},
               {"rule": "by team", "applies": false,
                "why": ["tag.team is missing, wanted for the target {tag.team}"]}]}
            """),
        json.readTree(out()));
    assertEquals(
        0, run("explain", "--json", rules, write("dev.json", STATE.replace("prod", "dev"))));
    assertEquals(
        json.readTree("{\"action\": \"leave\", \"move\": false}"),
        json.readTree(out()).get("decision"));
  }

  @Test
  void explainsWhatFollowsALeaderThatIsGiven() throws IOException {
    String following = write("following.yaml", RULES + "follow: {instance: [disk]}\n");
    String disk = "{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"tags\":{}%s}";
    String given =
        disk.formatted(
            ",\"leader\":{\"type\":\"instance\",\"id\":\"i-1\",\"tags\":{\"env\":\"prod\"}}");
    assertEquals(0, run("explain", following, write("given.json", given)));
    assertEquals(
        List.of(
            "disk d-1 in cn-hangzhou",
            "join prod (rg-acfmxazb4ph6aiy), from an unknown group: no rule applies; follows"
                + " instance i-1",
            "leader: instance i-1, given with the state"),
        out().lines().limit(3).toList());
    assertEquals(0, run("explain", following, write("none.json", disk.formatted(""))));
    assertEquals("leave: no rule applies", out().lines().toList().get(1));
    assertTrue(out().lines().toList().get(2).startsWith("leader: instance, not looked up"), out());
    // without follow nothing leads
    assertEquals(1, run("explain", rules, write("none.json", given)));
    assertTrue(err().contains(" at /leader: the rule book lets disk follow nothing"), err());
  }

  @Test
  void holdsFollowersAgainstCases() throws IOException {
    String following = write("following.yaml", RULES + "follow: {instance: [disk]}\n");
    String cases =
        write(
            "cases.yaml",
            """
            - state: {type: disk, id: d-1, region: cn-hangzhou,
                      leader: {type: instance, id: i-1, tags: {env: prod}}}
              expect: prod
            - state: {type: disk, id: d-1, region: cn-hangzhou,
                      leader: {type: instance, id: i-1, tags: {env: dev}}}
              expect: leave
            """);
    assertEquals(0, run("test", following, cases), this::out);
    String wrong =
        write(
            "wrong.yaml",
            """
            - state: {type: disk, id: d-1, region: cn-hangzhou, leader: {type: eni, id: e-1}}
              expect: prod
            """);
    assertEquals(1, run("test", following, wrong));
    assertTrue(err().contains("lets disk follow instance only"), err());
  }

  @Test
  void saysWhatIsWrongWithAState() throws IOException {
    String broken = write("broken.json", "{\"type\": }");
    assertEquals(1, run("explain", rules, broken));
    assertTrue(err().startsWith(broken + ":1:10: not JSON"), err());
    String twice = write("twice.json", "{} {}");
    assertEquals(1, run("explain", rules, twice));
    assertTrue(err().startsWith(twice + ":1:5: not JSON"), err());
    String other = write("other.json", STATE.replace("instance", "instanc"));
    assertEquals(1, run("explain", rules, other));
    assertTrue(
        err().startsWith(other + " at /type: unknown type \"instanc\"; did you mean \"instance\"?"),
        err());
  }

  @Test
  void holdsABookAgainstCases() throws IOException {
    String good =
        write(
            "cases.yaml",
            """
            - name: production
              state: {type: instance, id: i-1, region: cn-hangzhou, tags: {env: prod}}
              expect: prod
              rule: production
            - state: {type: disk, id: d-1, region: cn-hangzhou, tags: {team: search}}
              expect: rg-aekzcm4t5z7usaa
            - state: {type: disk, id: d-1, region: cn-hangzhou}
              expect: leave
            """);
    assertEquals(0, run("test", rules, good));
    assertEquals("3 cases, all as expected\n", out());
    String bad =
        write(
            "bad-cases.yaml",
            """
            - name: production
              state: {type: instance, id: i-1, region: cn-hangzhou, tags: {env: dev}}
              expect: prod
            - state: {type: disk, id: d-1, region: cn-hangzhou, tags: {team: search}}
              expect: search
              rule: production
            - state: {type: disk, id: d-1, region: cn-hangzhou, tags: {env: prod}}
              expect: leave
            - state: {type: disk, id: d-1, region: cn-hangzhou, tags: {env: prod}}
              expect: prod
            """);
    assertEquals(1, run("test", rules, bad));
    assertEquals(
        bad
            + ":1:3: production: should be join prod, but is leave\n"
            + bad
            + ":4:3: case 2: should be join search by \"production\", but is join search by \"by"
            + " team\"\n"
            + bad
            + ":7:3: case 3: should be leave, but is join prod by \"production\"\n"
            + "4 cases, 3 not as expected\n",
        out());
  }

  @Test
  void saysWhatIsWrongWithCases() throws IOException {
    String cases =
        write(
            "cases.yaml",
            """
            - state: {type: instance, id: i-1, region: cn_hangzhou, tags: {env: [prod]}}
              expect: prdo
            - expect: leave
            - state: {type: disk, id: d-1, region: cn-hangzhou, tags: {env: [prod]}}
              expected: leave
            - nothing
            """);
    assertEquals(1, run("test", rules, cases));
    assertEquals(
        cases
            + ":1:44: \"cn_hangzhou\" is not a region; use an id such as cn-hangzhou\n"
            + cases
            + ":2:11: unknown group \"prdo\"; did you mean \"prod\"?\n"
            + cases
            + ":3:3: state is missing; add the state of a resource\n"
            + cases
            + ":4:3: expect is missing; add the name of a group, or leave\n"
            + cases
            + ":4:65: the value of a tag must be text, not an array\n"
            + cases
            + ":5:3: unknown key \"expected\"; did you mean \"expect\"?\n"
            + cases
            + ":6:3: a case must be a map with state and expect, not \"nothing\"\n",
        err());
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  private int run(String... args) {
    return line.run(args);
  }

  private String out() {
    return line.out();
  }

  private String err() {
    return line.err();
  }
}
