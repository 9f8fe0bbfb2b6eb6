package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.FunctionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body that comes byte by byte and never ends. */
@QuarkusTest
@TestProfile(SlowBodyTest.Profile.class)
class SlowBodyTest extends FunctionTest {
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tagjoin.deadline", "1s");
    }
  }

  /** The event loop waits for a small body, a worker for a large one. */
  @ParameterizedTest
  @CsvSource({
    "/events, 1000",
    "/events, 100000",
    "/invoke, 1000",
    "/invoke, 100000",
    "/explain, 1000",
    "/explain, 100000",
    "/sweep, 1000",
    "/sweep, 100000",
  })
  void givesUpOnEveryPath(String path, int length) throws Exception {
    boolean isLambda = "lambda".equals(System.getProperty("test.platform"));
    assumeFalse(isLambda, "AWS Lambda hands over whole requests");
    try (Socket socket = new Socket(events().getHost(), events().getPort())) {
      socket.setSoTimeout(100);
      String head =
          "POST " + path + " HTTP/1.1\r\nHost: tagjoin\r\nContent-Length: " + length + "\r\n\r\n{";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

      String answer = null;
      for (int i = 0; i < 600 && answer == null; i++) {
        socket.getOutputStream().write(' ');
        answer = heard(socket.getInputStream());
      }

      assertTrue(answer != null && answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  private static String heard(InputStream in) throws IOException {
    byte[] part = new byte[12 + 1];
    try {
      int length = in.readNBytes(part, 0, part.length);
      return new String(part, 0, length, StandardCharsets.US_ASCII);
    } catch (SocketTimeoutException e) {
      return null;
    }
  }
}
