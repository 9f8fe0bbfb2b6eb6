package dev.tagjoin.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflows of {@code examples/ci}: their syntax, their settings, and who may move. */
class CiExamplesSyntaxTest {
  private static final Pattern SETTING = Pattern.compile("\\bTAGJOIN_[A-Z_]+(?=:)");

  @ParameterizedTest
  @ValueSource(strings = {"github.yml", "gitlab.yml"})
  void settingsAreKnown(String file) throws Exception {
    Set<String> names = new TreeSet<>();
    Matcher setting = SETTING.matcher(Files.readString(Path.of("examples/ci", file)));
    while (setting.find()) {
      names.add(setting.group());
    }

    assertTrue(names.remove("TAGJOIN_REGIONS"));
    names.removeAll(DeploymentFacts.settings());
    assertEquals(Set.of(), names);
  }

  @Test
  void githubMovesAfterAMergeAlone() throws IOException {
    JsonNode jobs = YamlFile.read("examples/ci/github.yml").path("jobs");

    assertEquals("github.event_name == 'push'", jobs.at("/apply/if").asText());
    assertEquals("apply", jobs.at("/apply/environment").asText());
    assertEquals("${{ vars.PLAN_ROLE }}", jobs.at("/plan/env/ALIBABA_CLOUD_ROLE_ARN").asText());
    assertEquals("${{ vars.APPLY_ROLE }}", jobs.at("/apply/env/ALIBABA_CLOUD_ROLE_ARN").asText());
    assertTrue(jobs.at("/plan/if").asText().contains("head.repo.full_name == github.repository"));
  }

  @Test
  void gitlabMovesByHandOnTheDefaultBranchAlone() throws IOException {
    JsonNode pipeline = YamlFile.read("examples/ci/gitlab.yml");

    JsonNode rules = pipeline.at("/apply/rules");
    assertEquals(1, rules.size());
    assertEquals("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", rules.at("/0/if").asText());
    assertEquals("manual", rules.at("/0/when").asText());
    assertEquals("$PLAN_ROLE", pipeline.at("/plan/variables/ALIBABA_CLOUD_ROLE_ARN").asText());
  }
}
