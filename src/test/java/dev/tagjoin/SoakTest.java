package dev.tagjoin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The {@link Soak} over the running function, through HTTP. Lambda's test server hands over one
 * event at a time, so that many at once take {@code -Dplatform=fc}.
 */
@QuarkusTest
class SoakTest extends FunctionTest {
  @Test
  void losesNothingAndMovesNothingAstray() throws Exception {
    boolean one = "lambda".equals(System.getProperty("test.platform"));
    HttpClient http = HttpClient.newHttpClient();
    new Soak(one ? 100 : 300, one ? 25 : 60, ecs, event -> deliver(http, event)).run();
  }

  private Soak.Answer deliver(HttpClient http, String event) throws Exception {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(events())
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    List<String> outcomes =
        new ObjectMapper()
            .readTree(answer.body()).path("outcomes").findValues("outcome").stream()
                .map(JsonNode::asText)
                .toList();
    return new Soak.Answer(answer.statusCode(), outcomes);
  }
}
