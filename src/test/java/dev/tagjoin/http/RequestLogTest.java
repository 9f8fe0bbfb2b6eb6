package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.Captured;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.DeliveryReport;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the platforms' log services get to read. */
class RequestLogTest {
  private static final RequestInfo CALL =
      new RequestInfo(
          new RequestContext("1-62d0", null, null, null, Deadline.in(Duration.ofSeconds(1))),
          "/events",
          false,
          System.nanoTime());
  private static final Outcome.Resource DISK =
      new Outcome.Resource("disk", "d-\u4e2d\n", "cn-hangzhou", "1234567890123456");

  private static final SweepRequest FORCED = new SweepRequest(null, null, null, 7, null, true, 0);

  private final RecentTrouble trouble = new RecentTrouble();

  private static Outcome outcome(Status result, String code) {
    return new Outcome("e-1", DISK, result, "by team", "rg-a", "rg-b", "REQ", code, null, null);
  }

  /** The lines that are printed, each of which has to be JSON by itself. */
  private static List<JsonNode> printed(Runnable what) throws JsonProcessingException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Captured.printed(what)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void logsLinePerOutcomeAndOneWithCounts() throws Exception {
    RequestLog log = new RequestLog(true, HttpSettings.Auth.TOKEN, null, trouble);
    DeliveryReport answer =
        DeliveryReport.of(
            List.of(outcome(Status.JOINED, null), outcome(Status.RETRY, "Throttling")));
    List<JsonNode> lines = printed(() -> log.answered(CALL, 503, answer));
    assertEquals(3, lines.size());
    assertEquals("outcome", lines.get(0).path("log").asText());
    assertEquals("d-\u4e2d\n", lines.get(0).at("/resource/id").asText());
    assertEquals("Throttling", lines.get(1).path("code").asText());
    JsonNode request = lines.get(2);
    assertEquals("request", request.path("log").asText());
    assertEquals("1-62d0", request.path("request").asText());
    assertEquals(503, request.path("status").asInt());
    assertTrue(request.path("ms").isInt());
    assertEquals("/events", request.path("path").asText());
    assertEquals("token", request.path("auth").asText());
    assertFalse(request.path("dryRun").asBoolean(true));
    assertEquals("{\"joined\":1,\"retry\":1}", request.path("summary").toString());
    assertTrue(request.path("cold").asBoolean());
    assertFalse(request.has("_aws"));
    JsonNode second =
        printed(
                () ->
                    log.answered(
                        new RequestInfo(CALL.context(), CALL.path(), true, CALL.arrivedNanos()),
                        200,
                        DeliveryReport.of(List.of())))
            .get(0);
    assertFalse(second.has("cold"), "only the first request is cold");
    assertTrue(second.path("dryRun").asBoolean());
  }

  @Test
  void onLambdaTheLineIsInTheEmbeddedMetricFormat() throws Exception {
    RequestLog log = new RequestLog(true, HttpSettings.Auth.TOKEN, "tagjoin-prod", trouble);
    DeliveryReport answer =
        DeliveryReport.of(
            List.of(
                outcome(Status.JOINED, null),
                outcome(Status.JOINED, null),
                outcome(Status.REFUSED, "Forbidden.RAM")));
    List<JsonNode> lines = printed(() -> log.answered(CALL, 502, answer));
    JsonNode line = lines.get(3);
    assertTrue(line.at("/_aws/Timestamp").asLong() > 1_700_000_000_000L);
    JsonNode metrics = line.at("/_aws/CloudWatchMetrics/0");
    assertEquals("tagjoin", metrics.path("Namespace").asText());
    // what is named has to be a member of the line: a text for a dimension, a number for a metric
    assertEquals("[[\"function\"]]", metrics.path("Dimensions").toString());
    assertEquals("tagjoin-prod", line.path("function").asText());
    TreeSet<String> named = new TreeSet<>();
    for (JsonNode metric : metrics.path("Metrics")) {
      String name = metric.path("Name").asText();
      named.add(name);
      assertTrue(line.path(name).isNumber(), name);
    }
    assertEquals(new TreeSet<>(List.of("joined", "ms", "refused")), named);
    assertEquals(2, line.path("joined").asInt());
    assertFalse(lines.get(0).has("_aws"), "outcomes are not counted twice");
  }

  @Test
  void logsCountsOfSweep() throws Exception {
    RequestLog log = new RequestLog(true, HttpSettings.Auth.TOKEN, "tagjoin-prod", trouble);
    SweepReport report =
        new SweepReport(
            List.of(
                new SweepReport.AccountSummary(
                    null, 10, Map.of(Status.PLANNED, 1, Status.UNCHANGED, 9), null)),
            List.of(outcome(Status.PLANNED, null)),
            null,
            new SweepReport.Stop(SweepReport.Why.SHARE, "too many"));
    List<JsonNode> lines = printed(() -> log.swept(CALL, FORCED, 200, report));
    assertEquals(1, lines.size(), "a plan is in the answer");
    assertEquals("sweep", lines.get(0).path("log").asText());
    assertEquals(10, lines.get(0).path("seen").asInt());
    assertEquals("share", lines.get(0).path("stopped").asText());
    assertTrue(lines.get(0).path("force").asBoolean());
    assertEquals(7, lines.get(0).path("maxMoves").asInt());
    assertEquals(9, lines.get(0).path("unchanged").asInt());
  }

  @Test
  void keepsLatestFailureAndIsUnreadyForWrongKeys() throws Exception {
    RequestLog log = new RequestLog(true, HttpSettings.Auth.TOKEN, null, trouble);
    printed(
        () ->
            log.answered(
                CALL,
                503,
                DeliveryReport.of(
                    List.of(outcome(Status.RETRY, "Throttling"), outcome(Status.JOINED, null)))));
    assertEquals("Throttling", trouble.last().outcome().code());
    assertFalse(trouble.areKeysRefused());
    for (String code : List.of("InvalidAccessKeyId.NotFound", "SignatureDoesNotMatch")) {
      RecentTrouble other = new RecentTrouble();
      other.note(outcome(Status.REFUSED, "Forbidden.RAM"));
      assertFalse(other.areKeysRefused());
      other.note(outcome(Status.REFUSED, code));
      assertTrue(other.areKeysRefused());
    }
  }

  @Test
  void boundsLinesWhateverEcsSays() throws Exception {
    RequestLog log = new RequestLog(true, HttpSettings.Auth.TOKEN, null, trouble);
    String huge = "x".repeat(2 << 20);
    Outcome outcome =
        new Outcome(huge, DISK, Status.REFUSED, null, null, null, null, "Code", huge, null);

    List<JsonNode> lines =
        printed(
            () -> {
              log.answered(CALL, 502, DeliveryReport.of(List.of(outcome)));
              log.refused(CALL, new ProblemException(400, "Bad", huge, "/" + huge));
            });

    assertEquals(3, lines.size());
    for (JsonNode line : lines) {
      assertTrue(line.toString().length() < 10_000, () -> line.toString().length() + " characters");
    }
  }

  @Test
  void writesLinesOfOneRequestAtOnce() {
    RequestLog log = new RequestLog(true, HttpSettings.Auth.TOKEN, null, trouble);
    PrintStream out = System.out;
    List<Integer> writes = new ArrayList<>();
    System.setOut(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String text) {
            writes.add(text.split("\n", -1).length);
          }
        });
    try {
      log.answered(
          CALL,
          200,
          DeliveryReport.of(List.of(outcome(Status.JOINED, null), outcome(Status.LEFT, null))));
    } finally {
      System.setOut(out);
    }

    assertEquals(List.of(3), writes);
  }

  /** As in dev mode and with {@code TAGJOIN_LOG=text}. */
  @Test
  void textLinesCannotBeForged() {
    RequestLog log = new RequestLog(false, HttpSettings.Auth.NONE, null, trouble);
    String forged =
        "x\n2026-06-18 INFO  joined instance i-1\u001b[2J\r\u202e\u2028" + "y".repeat(9_000);
    Outcome outcome =
        new Outcome(
            forged,
            new Outcome.Resource(forged, forged, forged, forged),
            Status.REFUSED,
            forged,
            forged,
            forged,
            forged,
            forged,
            forged,
            null);

    List<String> lines =
        Captured.logged(
            () -> {
              log.answered(CALL, 502, DeliveryReport.of(List.of(outcome)));
              log.refused(CALL, new ProblemException(400, "Bad", forged, forged));
            });

    assertEquals(3, lines.size());
    for (String line : lines) {
      assertTrue(line.length() < 1_000, () -> line.length() + " characters");
      assertEquals(-1, line.indexOf('\n'), line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), () -> "not cleaned: " + line);
    }
  }
}
