package dev.tagjoin.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Terraform and ROS make the log index, the dashboard and the alarms of {@code operate.md}. */
class AlarmsTest {
  private static final Pattern FIELD = Pattern.compile("message\\.([a-z]+(?:\\.[a-z]+)?)");

  private final TerraformModule terraform;
  private final JsonNode ros;

  AlarmsTest() throws IOException {
    terraform = TerraformModule.read(FunctionDeployment.TERRAFORM);
    ros = YamlFile.read(FunctionDeployment.ROS).path("Resources");
  }

  /** Alarms by name: the window and the query. */
  private Map<String, String> terraformAlarms() {
    Map<String, String> alarms = new TreeMap<>();
    terraform
        .local("alarms")
        .properties()
        .forEach(
            a ->
                alarms.put(
                    a.getKey(),
                    a.getValue().path("window").asText()
                        + " "
                        + a.getValue().path("query").asText()));
    return alarms;
  }

  private Map<String, String> rosAlarms() {
    Map<String, String> alarms = new TreeMap<>();
    for (JsonNode resource : ros) {
      if (resource.path("Type").asText().equals("ALIYUN::SLS::Alert")) {
        JsonNode detail = resource.at("/Properties/Detail");
        JsonNode query = detail.at("/Configuration/QueryList/0");
        alarms.put(
            DeploymentFacts.text(detail.path("Name")).replace("tagjoin-", ""),
            query.path("Start").asText() + " " + query.path("Query").asText());
      }
    }
    return alarms;
  }

  private Map<String, String> terraformCharts() {
    Map<String, String> charts = new TreeMap<>();
    terraform
        .local("charts")
        .properties()
        .forEach(c -> charts.put(c.getKey(), c.getValue().asText()));
    return charts;
  }

  @Test
  void definesSameAlarmsInBothTemplates() {
    assertEquals(4, terraformAlarms().size());
    assertEquals(terraformAlarms(), rosAlarms());
  }

  @Test
  void definesSameChartsInBothTemplates() {
    Map<String, String> charts = new TreeMap<>();
    for (JsonNode chart : ros.at("/Dashboard/Properties/Charts")) {
      charts.put(chart.path("title").asText(), chart.at("/search/query").asText());
    }

    assertEquals(terraformCharts(), charts);
  }

  @Test
  void indexesSameFieldsInBothTemplates() {
    Map<String, String> fields = new TreeMap<>();
    for (JsonNode key : ros.at("/LogIndex/Properties/KeyIndices/0/JsonKeyIndices")) {
      fields.put(key.path("Name").asText(), key.path("Type").asText());
    }

    assertEquals(indexed(), fields);
  }

  @Test
  void queriesUseIndexedFieldsAlone() {
    Set<String> used = new TreeSet<>();
    for (String query : terraformAlarms().values()) {
      fields(query, used);
    }
    for (String query : terraformCharts().values()) {
      fields(query, used);
    }

    assertTrue(used.contains("summary.retry"), used::toString);
    used.removeAll(indexed().keySet());
    assertEquals(Set.of(), used);
  }

  @Test
  void queriesAreThoseOfThePage() throws IOException {
    String page = withoutBlanks(Files.readString(Path.of("docs/operate.md")));

    Set<String> queries = new TreeSet<>(terraformCharts().values());
    queries.remove(terraformCharts().get("failures"));
    for (String alarm : terraformAlarms().values()) {
      queries.add(alarm.substring(alarm.indexOf(' ') + 1));
    }
    assertTrue(queries.size() > 3, queries::toString);
    for (String query : queries) {
      assertTrue(page.contains(withoutBlanks(query)), query);
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }

  private Map<String, String> indexed() {
    Map<String, String> fields = new TreeMap<>();
    terraform
        .local("log_fields")
        .properties()
        .forEach(f -> fields.put(f.getKey(), f.getValue().asText()));
    return fields;
  }

  private static void fields(String query, Set<String> into) {
    Matcher field = FIELD.matcher(query);
    while (field.find()) {
      into.add(field.group(1));
    }
  }
}
