package dev.tagjoin.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.http.HttpUtil;
import dev.tagjoin.FunctionTest;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Nothing that is logged, at any level, or answered holds a secret: good and bad requests with
 * every trouble, JSON log lines, and the SDK's own debugging asked for.
 */
@QuarkusTest
@TestProfile(SecretsTest.Profile.class)
class SecretsTest extends FunctionTest {
  private static final String SECRET = "yeqWdKeyOfTheEnvironment";
  private static final String STS_TOKEN = "CAISsts+token/of=theEnvironment";
  private static final String TOKEN = "token-that-callers-show";

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tagjoin.auth",
          "token",
          "tagjoin.token",
          TOKEN,
          "tagjoin.log",
          "json",
          "tagjoin.deadline",
          "2s",
          "ALIBABA_CLOUD_ACCESS_KEY_ID",
          "STS.secrets",
          "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
          SECRET,
          "ALIBABA_CLOUD_SECURITY_TOKEN",
          STS_TOKEN);
    }
  }

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  private String post(String path, String token, String body) {
    String answer =
        given()
            .header("Authorization", "Bearer " + token)
            .body(body)
            .post(path)
            .then()
            .extract()
            .asString();
    seen.add(answer);
    return answer;
  }

  @Test
  void neitherLogsNorAnswersSecrets() {
    Handler handler = new Everything();
    handler.setLevel(Level.ALL);
    List<Logger> loggers =
        List.of(
            Logger.getLogger("dev.tagjoin"),
            Logger.getLogger("com.aliyuncs"),
            Logger.getLogger(""));
    loggers.get(0).setLevel(Level.ALL);
    loggers.get(1).setLevel(Level.ALL);
    loggers.get(2).addHandler(handler);
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    // what DEBUG=sdk in the environment does
    HttpUtil.setIsHttpDebug(true);
    HttpUtil.setIsHttpContentDebug(true);
    ecs.account().accept("STS.secrets", SECRET, STS_TOKEN, null);
    try {
      badDay();
    } finally {
      ecs.account().revoke("STS.secrets");
      HttpUtil.setIsHttpDebug(false);
      HttpUtil.setIsHttpContentDebug(false);
      System.setOut(out);
      System.setErr(err);
      loggers.get(0).setLevel(null);
      loggers.get(1).setLevel(null);
      loggers.get(2).removeHandler(handler);
    }
    seen.add(printed.toString(StandardCharsets.UTF_8));
    String all = String.join("\n", seen);
    assertTrue(all.contains("\"log\":\"outcome\""), "the log was seen");
    assertTrue(all.contains("SignatureDoesNotMatch") && all.contains("Throttling.User"), all);
    for (String secret :
        List.of(SECRET, STS_TOKEN, "CAISsts%2B", TOKEN, "Signature=", "SecurityToken=")) {
      int at = all.indexOf(secret);
      assertFalse(
          at >= 0,
          () ->
              secret
                  + " in: "
                  + all.substring(Math.max(0, at - 300), Math.min(all.length(), at + 50)));
    }
  }

  private void badDay() {
    String id = create(ResourceKind.INSTANCE, "env", "prod");
    String event = tagEvent(ResourceKind.INSTANCE, id);
    post("/events", "wrong", event);
    assertTrue(post("/events", TOKEN, event).contains("joined"));
    post("/events", TOKEN, "{");
    post("/events", TOKEN, "{\"token\":\"x\"}");
    post(
        "/explain",
        TOKEN,
        "{\"type\":\"instance\",\"id\":\"" + id + "\",\"region\":\"" + REGION + "\"}");
    for (FaultInjector.Kind kind : FaultInjector.Kind.values()) {
      if (kind != FaultInjector.Kind.FORCED && kind != FaultInjector.Kind.RATE_EXCEEDED) {
        ecs.faults().failNext("DescribeInstances", kind, 99);
        post("/events", TOKEN, event);
        ecs.faults().clear();
      }
    }
    // another secret and another token under the same key, as after a rotation
    ecs.account().accept("STS.secrets", "other", STS_TOKEN, null);
    assertTrue(post("/events", TOKEN, event).contains("SignatureDoesNotMatch"));
    ecs.account().accept("STS.secrets", SECRET, "other", null);
    post("/events", TOKEN, event);
    ecs.account().revoke("STS.secrets");
    assertTrue(post("/events", TOKEN, event).contains("InvalidAccessKeyId.NotFound"));
    assertEquals(503, OpenApiTest.call(OpenApiTest.operation("get", "/q/health/ready"), ""));
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'credentials' }.status", is("DOWN"));
    String report =
        given()
            .header("Authorization", "Bearer " + TOKEN)
            .get("/doctor?region=" + REGION)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertTrue(report.contains("InvalidAccessKeyId.NotFound"), report);
    seen.add(report);
  }

  /** Keeps what is logged, with its parameters and its trace. */
  private final class Everything extends Handler {
    @Override
    public void publish(LogRecord record) {
      seen.add(record.getLoggerName() + " " + record.getMessage());
      if (record.getParameters() != null) {
        seen.add(Arrays.toString(record.getParameters()));
      }
      if (record.getThrown() != null) {
        StringWriter trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace, true));
        seen.add(trace.toString());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
