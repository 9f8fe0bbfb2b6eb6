package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Knocking, at a server of a few lines: the JDK's own writes the date itself. */
class EndpointProbeTest {
  private static final Deadline SOON = Deadline.in(Duration.ofSeconds(30));

  private static EndpointProbe.Answer knock(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  byte[] request = new byte[4096];
                  assertTrue(socket.getInputStream().read(request) > 0);
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                  socket.getOutputStream().flush();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.start();
      try {
        return EndpointProbe.probe(URI.create("http://127.0.0.1:" + server.getLocalPort()), SOON);
      } finally {
        thread.join();
      }
    }
  }

  private static String answer(int status, String headers) {
    return "HTTP/1.1 %d Any\r\n%sContent-Length: 0\r\n\r\n".formatted(status, headers);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3600, -90, 0, 90, 3600})
  void measuresClockDifferenceToASecond(int seconds) throws Exception {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(seconds).atZone(ZoneOffset.UTC));
    Duration ahead = knock(answer(400, "Date: " + date + "\r\n")).ahead();
    assertTrue(ahead.minusSeconds(seconds).abs().toMillis() < 1_500, ahead::toString);
  }

  @Test
  void measuresNoClockWithoutDate() throws Exception {
    assertNull(knock(answer(200, "")).ahead());
  }

  @Test
  void saysWhatCannotBeReached() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port);
    assertThrows(IOException.class, () -> EndpointProbe.probe(nobody, SOON));
    assertThrows(IOException.class, () -> EndpointProbe.probe(nobody, Deadline.in(Duration.ZERO)));
    assertThrows(IOException.class, () -> knock("nonsense"));
  }

  @Test
  void doesNotFollowRedirects() throws Exception {
    assertNull(knock(answer(302, "Location: http://127.0.0.1:1/\r\n")).ahead());
  }
}
