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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that mean no good: each is refused, and none leaves anything behind. */
@QuarkusTest
class HostileInputTest extends FunctionTest {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin.hostile");
  private static final int MANY = 2_000;
  private static final int MIB = 1 << 20;

  // one for all: each client keeps its connections until it is collected, and their number is
  // capped
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Map<String, Map<Integer, Integer>> STATUSES = new TreeMap<>();

  @AfterAll
  static void logStatuses() {
    LOG.infof("statuses of hostile bodies by path: %s", STATUSES);
  }

  private int post(HttpRequest.BodyPublisher body) throws Exception {
    return post("/events", body);
  }

  private int post(String path, HttpRequest.BodyPublisher body) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(events().resolve(path)).POST(body).build(),
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

  /** Bodies that no reader of JSON likes, or that are no JSON at all. */
  static Stream<Arguments> hostile() throws IOException {
    byte[] random = new byte[4_096];
    new Random(7).nextBytes(random);
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    text(bodies, "open arrays", "[".repeat(3_000));
    text(bodies, "arrays", "[".repeat(3_000) + "]".repeat(3_000));
    text(bodies, "objects", "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000));
    text(bodies, "deep member", "{\"type\":" + "[".repeat(300) + "]".repeat(300) + "}");
    text(bodies, "long number", "9".repeat(5_000));
    text(bodies, "long number in a member", "{\"maxMoves\":" + "9".repeat(5_000) + "}");
    text(bodies, "long exponent", "{\"maxMoves\":1e" + "9".repeat(400) + "}");
    text(bodies, "large exponent", "{\"maxMoves\":1e999999999}");
    text(bodies, "long name", "{\"" + "n".repeat(60_000) + "\":1}");
    text(bodies, "name below the limit", "{\"" + "n".repeat(49_000) + "\":1}");
    text(bodies, "long text", "{\"id\":\"" + "t".repeat(300_000) + "\"}");
    text(bodies, "many members", manyMembers());
    text(bodies, "many elements", Collections.nCopies(100_000, "{}").toString());
    text(bodies, "member twice", "{\"type\":\"disk\",\"type\":\"eni\"}");
    text(bodies, "two values", "{} {}");
    text(bodies, "lone surrogate", "{\"id\":\"\\ud800\",\"\\udfff\":1}");
    text(bodies, "NUL", "{\"id\":\"\u0000\"}");
    text(bodies, "escaped NUL", "{\"id\":\"\\u0000\",\"regions\":[\"\\u0000\"]}");
    text(bodies, "only a BOM", "\ufeff");
    text(bodies, "BOM", "\ufeff{\"resources\":[]}");
    text(bodies, "truncated", "{\"id\":\"");
    text(bodies, "truncated escape", "{\"id\":\"\\u12");
    text(bodies, "literals", "[nul, NaN, Infinity, -, 01, .5, 1.]");
    text(bodies, "null", "null");
    text(bodies, "text", "\"text\"");
    text(bodies, "white space", " \n\t\r ");
    text(bodies, "comment", "/* */ {}");
    text(bodies, "lines", "{\"id\":\"a\nb\"}");
    bodies.put("empty", new byte[0]);
    bodies.put("zeros", new byte[4_096]);
    bodies.put("random", random);
    bodies.put("bad UTF-8", new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'});
    bodies.put("overlong UTF-8", new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1'});
    bodies.put("cut UTF-8", new byte[] {'"', (byte) 0xe4, (byte) 0xbd});
    bodies.put("UTF-16", "{\"id\":1}".getBytes(StandardCharsets.UTF_16));
    bodies.put("UTF-32", "{\"id\":1}".getBytes(java.nio.charset.Charset.forName("UTF-32")));
    bodies.put("gzip", zipped(MIB));
    bodies.put("cut gzip", Arrays.copyOf(zipped(MIB), 40));
    return bodies.entrySet().stream()
        .flatMap(
            body ->
                Stream.of("/events", "/invoke", "/explain", "/sweep", "/initialize")
                    .map(path -> Arguments.of(path, body.getKey(), body.getValue())));
  }

  private static void text(Map<String, byte[]> bodies, String name, String body) {
    bodies.put(name, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String manyMembers() {
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; i < 50_000; i++) {
      members.append("\"m").append(i).append("\":0,");
    }
    return members.append("\"end\":0}").toString();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("hostile")
  void neverFailsWhateverTheBody(String path, String name, byte[] body) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(events().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    STATUSES
        .computeIfAbsent(path, p -> new TreeMap<>())
        .merge(answer.statusCode(), 1, Integer::sum);
    assertTrue(Set.of(200, 400, 413).contains(answer.statusCode()), answer::body);
    assertTrue(answer.body().length() < 10_000, () -> answer.body().length() + " characters");
    assertEquals(List.of(), ecs.calls("JoinResourceGroup"));
  }

  /** Values of a content type, most of which are no media type. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "json",
        "utf-8",
        "application/json, application/json",
        "application/json;charset",
        "application/json;charset=\"utf-8",
        "application/",
        "/json",
        "a/b/c",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data;boundary=x",
        "application/x-www-form-urlencoded",
        "*/*",
        ";",
        ","
      })
  void readsBodyWhateverTheContentType(String type) throws Exception {
    String instance =
        "{\"type\":\"instance\",\"id\":\"i-1\",\"region\":\"cn-hangzhou\",\"tags\":{}}";
    Map<String, String> bodies =
        Map.of(
            "/events", "{\"resources\":[]}",
            "/invoke", "{\"resources\":[]}",
            "/explain", instance,
            "/sweep", "{\"regions\":[\"cn-hangzhou\"],\"types\":[\"command\"]}",
            "/initialize", "");
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      int status =
          HTTP.send(
                  HttpRequest.newBuilder(events().resolve(body.getKey()))
                      .header("Content-Type", type)
                      .POST(HttpRequest.BodyPublishers.ofString(body.getValue()))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();

      assertEquals(200, status, body.getKey());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /events?dryrun=true",
        "POST /events?dry_run=true",
        "POST /events?dryRun=false&dryRun=true",
        "POST /events?dryRun=true&dryRun=true",
        "POST /events?dryRun&dryRun",
        "POST /events?dryRun=yes",
        "POST /events?dryRun=TRUE",
        "POST /events?dryRun=true&x=1",
        "POST /events/?dry_run=true",
        "POST /events?dryRun=%zz",
        "POST /invoke?dryRun=true",
        "POST /invoke?x",
        "POST /explain?dryRun",
        "POST /sweep?dryRun=false",
        "POST /sweep?force=true",
        "POST /initialize?x",
        "GET /pre-freeze?x",
        "GET /pre-stop?x",
        "GET /doctor?regions=cn-hangzhou",
        "GET /doctor?region=cn-hangzhou&region=cn-beijing",
        "GET /q/health/live?x=1",
        "GET /q/health/ready?x=1"
      })
  void refusesUnknownRepeatedAndMisplacedParameters(String call) throws Exception {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String[] parts = call.split(" ", -1);

    String status =
        RawRequest.send(events(), parts[0], parts[1], tagEvent(ResourceKind.INSTANCE, id));

    assertTrue(status.startsWith("HTTP/1.1 400 "), status);
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?dryRun", "?dryRun=", "?dryRun=true", "?dry%52un=true"})
  void reportsOnlyWhenDryRunIsGivenInAnyForm(String query) throws Exception {
    String id = create(ResourceKind.INSTANCE, "env", "prod");

    String answer =
        RawRequest.send(events(), "POST", "/events" + query, tagEvent(ResourceKind.INSTANCE, id));

    assertTrue(answer.contains("planned"), answer);
    assertEquals(DEFAULT, group(ResourceKind.INSTANCE, id));
  }

  @Test
  void limitsChunkedBody() throws Exception {
    byte[] body = new byte[2 * MIB];
    Arrays.fill(body, (byte) ' ');
    assertEquals(
        413, post(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity"})
  void limitsUnpackedBody(String encoding) throws Exception {
    byte[] bomb = zipped(200 * MIB);
    assertTrue(bomb.length < MIB);
    int status =
        HTTP.send(
                HttpRequest.newBuilder(events())
                    .header("Content-Encoding", encoding)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bomb))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .statusCode();
    assertEquals(413, status);
  }

  @Test
  void limitsBatchToThousandEvents() throws Exception {
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
