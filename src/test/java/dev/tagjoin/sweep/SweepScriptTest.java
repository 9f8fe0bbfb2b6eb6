package dev.tagjoin.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the script of docs/sweep.md with bash, curl and jq against answers that a sweep can give.
 */
class SweepScriptTest {
  private static final Pattern SCRIPT = Pattern.compile("```sh\n(body=.*?)```", Pattern.DOTALL);

  private record Answer(int status, String body) {}

  private record Run(int exit, List<String> output) {}

  private final List<String> bodies = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void goesOnWithTheCursorToTheEnd() throws Exception {
    Run run =
        run(
            new Answer(200, "{\"summary\":{\"joined\":500},\"cursor\":\"abc\"}"),
            new Answer(200, "{\"summary\":{\"joined\":2}}"));

    assertEquals(List.of("{\"joined\":500}", "{\"joined\":2}"), run.output());
    assertEquals(0, run.exit());
    assertTrue(bodies.get(1).contains("\"cursor\":\"abc\""), bodies::toString);
  }

  @Test
  void failsWithTheDetailOfAnError() throws Exception {
    Run run = run(new Answer(401, "{\"status\":401,\"detail\":\"no token\"}"));

    assertTrue(run.output().contains("\"no token\""), run.output()::toString);
    assertEquals(1, run.exit());
  }

  @Test
  void failsAfterTheLastCallWhenOneHadARetry() throws Exception {
    Run run =
        run(
            new Answer(503, "{\"summary\":{\"retry\":1},\"cursor\":\"abc\"}"),
            new Answer(200, "{\"summary\":{\"left\":2}}"));

    assertEquals(2, bodies.size());
    assertEquals(1, run.exit());
  }

  @Test
  void failsWhenTheShareIsTooLarge() throws Exception {
    Run run = run(new Answer(200, "{\"summary\":{\"planned\":9},\"stopped\":{\"why\":\"share\"}}"));

    assertTrue(run.output().contains("{\"why\":\"share\"}"), run.output()::toString);
    assertEquals(1, run.exit());
  }

  @Test
  void failsWhenNothingAnswersOrTheAnswerIsNotJson() throws Exception {
    assertEquals(1, run(new Answer(502, "<html>")).exit());
    server.removeContext("/sweep");
    assertEquals(1, run().exit());
  }

  private Run run(Answer... answers) throws Exception {
    if (answers.length > 0) {
      server.createContext(
          "/sweep",
          call -> {
            byte[] body = call.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.UTF_8));
            Answer answer = answers[Math.min(bodies.size(), answers.length) - 1];
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(answer.status(), bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
          });
    }
    Matcher script = SCRIPT.matcher(Files.readString(Path.of("docs", "sweep.md")));
    assertTrue(script.find());
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", script.group(1));
    bash.redirectErrorStream(true);
    bash.environment().put("URL", "http://127.0.0.1:" + server.getAddress().getPort());
    bash.environment().put("TAGJOIN_TOKEN", "0123456789abcdef");
    bash.environment().put("no_proxy", "127.0.0.1");
    Process process = bash.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }
}
