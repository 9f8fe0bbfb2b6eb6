package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.Executable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Callers that begin a request and do not end it. AWS Lambda hands over whole requests only; on
 * Function Compute the function listens itself.
 */
class SlowCallersIT {
  private static final int CALLERS = 300;

  private static final String HEAD =
      "POST /events HTTP/1.1\r\nHost: tagjoin\r\nContent-Type: application/json\r\n";

  @Test
  void theyDoNotKeepOthersFromBeingAnswered() throws Exception {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    List<Socket> sockets = new ArrayList<>();
    try (Executable function = usual().ready()) {
      for (int i = 0; i < CALLERS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), function.port());
        sockets.add(socket);
        // a third stops in the head, a third before the body, a third in the body
        String begin =
            switch (i % 3) {
              case 0 -> HEAD;
              case 1 -> HEAD + "Content-Length: 1000\r\n\r\n";
              default -> HEAD + "Content-Length: 1000\r\n\r\n{\"id\":";
            };
        socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
      }
      assertEquals(200, function.call("GET", "/q/health/live", Map.of(), null).status());
      assertEquals(200, function.send("{\"resources\":[]}").status());
      for (int i = 0; i < CALLERS; i++) {
        assertEnds(sockets.get(i), "caller " + i);
      }
      assertEquals(200, function.send("{\"resources\":[]}").status());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Not on Function Compute, where only the platform opens connections and keeps them. */
  private static Executable.Builder usual() {
    return Executable.usual()
        .with("FC_FUNCTION_NAME", "")
        .with("FC_ACCOUNT_ID", "")
        .with("TAGJOIN_DEADLINE", "5s");
  }

  /** Callers who are refused, and stay without another word. */
  @Test
  void endsConnectionsOfCallersItRefuses() throws Exception {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    List<Socket> sockets = new ArrayList<>();
    try (Executable function = usual().with("TAGJOIN_AUTH", "deny").ready()) {
      for (int i = 0; i < 2 * CALLERS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), function.port());
        sockets.add(socket);
        socket.setSoTimeout(30_000);
        socket
            .getOutputStream()
            .write((HEAD + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
      }
      assertEquals(200, function.call("GET", "/q/health/live", Map.of(), null).status());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** More connections than are taken: the process lives on, and answers when some of them end. */
  @Test
  void takesNoMoreConnectionsThanItsLimit() throws Exception {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    List<Socket> sockets = new ArrayList<>();
    try (Executable function = usual().ready()) {
      for (int i = 0; i < 400; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), function.port()));
      }
      // the last one to come finds no place
      Socket last = sockets.get(sockets.size() - 1);
      last.setSoTimeout(30_000);
      assertTrue(isClosed(last), "kept");
      for (Socket socket : sockets) {
        socket.close();
      }
      assertEquals(200, function.send("{\"resources\":[]}").status());
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Whether there is an answer that refuses, or an end without one; but not a wait without end. */
  private static void assertEnds(Socket socket, String who) throws IOException {
    socket.setSoTimeout(60_000);
    byte[] answer = new byte[64];
    int length;
    try {
      length = socket.getInputStream().read(answer);
    } catch (SocketException e) {
      return;
    }
    if (length > 0) {
      String line = new String(answer, 0, length, StandardCharsets.US_ASCII);
      assertTrue(line.startsWith("HTTP/1.1 4"), () -> who + ": " + line);
    }
  }
}
