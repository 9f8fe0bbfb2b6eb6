package dev.tagjoin.http.eventbridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CertificateDownloadTest {
  private static final byte[] FILE = "a certificate".getBytes(StandardCharsets.UTF_8);

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, byte[] body) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.getResponseHeaders().add("Location", "/other");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private byte[] load() throws IOException {
    int port = server.getAddress().getPort();
    return new CertificateDownload().load(URI.create("http://127.0.0.1:" + port + "/file"));
  }

  @Test
  void loadsFile() throws IOException {
    answer("/file", 200, FILE);

    assertArrayEquals(FILE, load());
  }

  @Test
  void loadsFileOfTheLargestSizeAndNoMore() throws IOException {
    answer("/file", 200, new byte[CertificateDownload.MAX_BYTES]);

    assertEquals(CertificateDownload.MAX_BYTES, load().length);

    server.removeContext("/file");
    answer("/file", 200, new byte[CertificateDownload.MAX_BYTES + 1]);

    assertEquals("more than 65536 bytes", assertThrows(IOException.class, this::load).getMessage());
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void givesUpWhenNothingIsAnswered() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/file");

      assertThrows(SocketTimeoutException.class, () -> new CertificateDownload().load(url));
    }
  }

  @Test
  void followsNoRedirect() {
    answer("/file", 302, FILE);
    answer("/other", 200, FILE);

    assertEquals("HTTP status 302", assertThrows(IOException.class, this::load).getMessage());
    assertEquals(List.of("/file"), asked);
  }

  @Test
  void refusesOtherStatus() {
    answer("/file", 404, FILE);

    assertEquals("HTTP status 404", assertThrows(IOException.class, this::load).getMessage());
  }
}
