package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean no good: each is refused, and none leaves anything behind. */
@QuarkusTest
class HostileInputTest extends FunctionTest {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin.hostile");
  private static final int MANY = 2_000;
  private static final int MIB = 1 << 20;

  private final HttpClient http = HttpClient.newHttpClient();

  private int post(HttpRequest.BodyPublisher body) throws Exception {
    return http.send(
            HttpRequest.newBuilder(events()).POST(body).build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .statusCode();
  }

  private static byte[] zipped(int size) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zip)) {
      byte[] part = new byte[MIB];
      Arrays.fill(part, (byte) ' ');
      for (int i = 0; i < size / MIB; i++) {
        out.write(part);
      }
    }
    return zip.toByteArray();
  }

  @Test
  void aBodyInChunksHasTheSameLimit() throws Exception {
    byte[] body = new byte[2 * MIB];
    Arrays.fill(body, (byte) ' ');
    assertEquals(
        413, post(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity"})
  void aSmallBodyThatUnpacksToALargeOneIsTooLarge(String encoding) throws Exception {
    byte[] bomb = zipped(200 * MIB);
    assertTrue(bomb.length < MIB);
    int status =
        http.send(
                HttpRequest.newBuilder(events())
                    .header("Content-Encoding", encoding)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bomb))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .statusCode();
    assertEquals(413, status);
  }

  @Test
  void aBatchHasAtMostAThousandEvents() throws Exception {
    String event = "{\"resources\":[]}";
    assertEquals(
        413,
        post(HttpRequest.BodyPublishers.ofString(Collections.nCopies(1_001, event).toString())));
  }

  @Test
  void headersAreBounded() {
    int status =
        given()
            .header("X-Long", "x".repeat(40_000))
            .body(tagEvent(ResourceKind.INSTANCE, "i-1"))
            .post("/events")
            .statusCode();
    assertTrue(status >= 400 && status < 500, () -> "" + status);
    assertEquals(List.of(), ecs.calls());
  }

  @Test
  void memoryStaysFlatUnderManyOfThem() throws Exception {
    byte[] large = new byte[MIB + 1];
    Arrays.fill(large, (byte) '[');
    byte[] bomb = zipped(8 * MIB);
    byte[][] bodies = {
      large,
      bomb,
      "{".getBytes(StandardCharsets.UTF_8),
      ("[" + "{\"a\":".repeat(5_000)).getBytes(StandardCharsets.UTF_8),
      ("{\"id\":\"" + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
    };
    // a first round, so that what is made once is there
    for (byte[] body : bodies) {
      assertEquals(4, post(HttpRequest.BodyPublishers.ofByteArray(body)) / 100);
    }
    long before = used();
    for (int i = 0; i < MANY; i++) {
      // one in fifty is a large one
      byte[] body = i % 50 < 2 ? bodies[i % 50] : bodies[2 + i % 3];
      int status = post(HttpRequest.BodyPublishers.ofByteArray(body));
      assertTrue(status == 400 || status == 413, () -> "" + status);
    }
    long grown = used() - before;
    LOG.infof("%d hostile requests: the heap grew by %d KiB", MANY, grown / 1024);
    assertTrue(grown < 32L * MIB, () -> "the heap grew by " + grown);
    assertEquals(List.of(), ecs.calls());
  }

  private static long used() throws InterruptedException {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
