package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes in front of a request line. A server that skips them sees another request than a proxy in
 * front of it that does not (CVE-2026-50020).
 */
interface LeadingBytes {
  String LIVE = "GET /q/health/live HTTP/1.1\r\nHost: tagjoin\r\nConnection: close\r\n\r\n";

  /** Where the server listens. */
  int port();

  @ParameterizedTest
  @ValueSource(strings = {"\0\1\2", "\0", "\1", "\t", "\33", "\177"})
  default void answersNo200ToControlBytesInFront(String bytes) throws IOException {
    String answer = answerTo(bytes + LIVE);

    assertFalse(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  /** Without this one the others could pass for another reason. */
  @Test
  default void answers200ToPlainRequest() throws IOException {
    String answer = answerTo(LIVE);

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  private String answerTo(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
