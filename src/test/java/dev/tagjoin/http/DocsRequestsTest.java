package dev.tagjoin.http;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.http.ContentType.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends the requests that README and docs/events.md tell to send to dev mode. */
@QuarkusTest
class DocsRequestsTest extends FunctionTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String WEB = "i-bp1b4ym5yh7ciz96h3kq";
  private static final Pattern CURL =
      Pattern.compile("curl (?:-X POST |-s )?'?http://localhost:8080(/[^ ']+)'?(.*?) -d @(\\S+)");
  private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");

  @ParameterizedTest
  @CsvSource({"README.md, 1", "docs/events.md, 3"})
  void answersEveryDocumentedRequest(Path page, int expected) throws IOException {
    Matcher curl = CURL.matcher(Files.readString(page));
    int sent = 0;
    while (curl.find()) {
      Response answer = send(curl);
      assertEquals(200, answer.statusCode(), curl.group() + "\n" + answer.asString());
      JsonNode summary = new ObjectMapper().readTree(answer.asString()).path("summary");
      assertTrue(!summary.isEmpty() && !summary.has("ignored"), answer::asString);
      sent++;
    }

    assertEquals(expected, sent);
  }

  private static Response send(Matcher curl) throws IOException {
    // the reader's own event
    String file = curl.group(3).replaceFirst("^event.json$", "examples/events/tag-resources.json");
    // what curl sends when it is told no other type
    RequestSpecification request =
        given()
            .config(config().encoderConfig(encoderConfig().encodeContentTypeAs(FORM, TEXT)))
            .contentType(FORM);
    Matcher header = HEADER.matcher(curl.group(2));
    while (header.find()) {
      request = given().header(header.group(1), header.group(2));
    }
    return request.body(Files.readString(Path.of(file))).post(curl.group(1));
  }

  @Test
  void readmeShowsTheAnswer() throws IOException {
    ecs.account().setGroup(ResourceKind.INSTANCE, WEB, DEFAULT);
    ecs.account().tag(ResourceKind.INSTANCE, WEB, "env", "prod");
    String readme = Files.readString(Path.of("README.md"));
    Matcher curl = CURL.matcher(readme);
    Matcher sample = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertTrue(curl.find() && sample.find());

    JsonNode answer = new ObjectMapper().readTree(send(curl).asString());

    assertEquals(withoutRequestId(sample.group(1)), withoutRequestId(answer.toString()));
  }

  private static JsonNode withoutRequestId(String answer) throws IOException {
    JsonNode node = new ObjectMapper().readTree(answer);
    ((ObjectNode) node.at("/outcomes/0")).remove("requestId");
    return node;
  }
}
