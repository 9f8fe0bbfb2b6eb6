package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.Executable;
import dev.tagjoin.TestCertificates;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged function reaches ECS: hosts, certificates, proxies and credentials. */
class ReachingEcsIT {
  private static final String WEB = "i-bp1b4ym5yh7ciz96h3kq";

  @TempDir static Path directory;
  private static TestCertificates certificates;

  @BeforeAll
  static void makeCertificates() throws IOException {
    certificates = new TestCertificates(directory);
  }

  private static String event(String region) {
    return "{\"resources\":[{\"type\":\"instance\",\"id\":\""
        + WEB
        + "\",\"region\":\""
        + region
        + "\",\"account\":\""
        + EmbeddedAccount.ID
        + "\"}]}";
  }

  @Test
  void reachesHostOfVendorsTable() throws IOException {
    try (Proxy proxy = new Proxy();
        Executable function =
            Executable.usual()
                .with("HTTPS_PROXY", "127.0.0.1:" + proxy.port())
                .with("TAGJOIN_REGIONS", "xx-new-9")
                .ready()) {
      for (Map.Entry<String, String> host :
          Map.of(
                  "cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com:443",
                  "cn-shanghai", "ecs.cn-shanghai.aliyuncs.com:443",
                  "ap-southeast-1", "ecs.ap-southeast-1.aliyuncs.com:443",
                  "xx-new-9", "ecs.xx-new-9.aliyuncs.com:443")
              .entrySet()) {
        proxy.asked.clear();
        Executable.Answer answer = function.send(event(host.getKey()));
        assertEquals(503, answer.status(), answer.body());
        assertTrue(answer.body().contains("\"outcome\":\"retry\""), answer.body());
        assertFalse(answer.body().contains("Signature"), answer.body());
        assertEquals("CONNECT " + host.getValue() + " HTTP/1.1", proxy.asked.get(0));
      }
    }
  }

  @Test
  void acceptsCertificateOfTrustedAuthority() throws IOException, GeneralSecurityException {
    SSLContext tls = certificates.server();
    try (EmbeddedEcs ecs = EmbeddedEcs.startTls(EmbeddedAccount.seeded(), tls);
        Executable function =
            Executable.usual()
                .with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString())
                .withProperty("javax.net.ssl.trustStore", certificates.trustStore())
                .withProperty("javax.net.ssl.trustStorePassword", "changeit")
                .ready()) {
      Executable.Answer answer = function.send(event("cn-hangzhou"));
      assertEquals(200, answer.status(), answer.body());
      assertTrue(answer.body().contains("\"outcome\":\"joined\""), answer.body());
      assertEquals(1, ecs.account().moves().size());
    }
  }

  @Test
  void refusesOtherCertificates() throws IOException, GeneralSecurityException {
    SSLContext tls = certificates.server();
    try (EmbeddedEcs ecs = EmbeddedEcs.startTls(EmbeddedAccount.seeded(), tls);
        Executable function =
            Executable.usual().with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString()).ready()) {
      Executable.Answer answer = function.send(event("cn-hangzhou"));
      assertEquals(503, answer.status(), answer.body());
      assertTrue(answer.body().contains("\"outcome\":\"retry\""), answer.body());
      assertTrue(answer.body().contains("SSLHandshakeException"), answer.body());
      assertEquals(List.of(), ecs.calls());
    }
  }

  @Test
  void sendsTokenOfTemporaryKey() {
    EmbeddedAccount account = EmbeddedAccount.seeded();
    account.accept("STS.NUexample", "its-secret", "its-token", Instant.now().plusSeconds(600));
    try (EmbeddedEcs ecs = EmbeddedEcs.start(account);
        Executable function =
            Executable.usual()
                .with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString())
                .with("ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.NUexample")
                .with("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "its-secret")
                .with("ALIBABA_CLOUD_SECURITY_TOKEN", "its-token")
                // printed by the SDK if it could have its way, signature and token included
                .with("DEBUG", "sdk")
                .ready()) {
      Executable.Answer answer = function.send(event("cn-hangzhou"));
      assertEquals(200, answer.status(), answer.body());
      assertTrue(
          ecs.calls().stream().allMatch(c -> "STS.NUexample".equals(c.accessKeyId())),
          () -> ecs.calls().toString());
      String said = function.output();
      assertFalse(said.contains("its-token"), said);
      assertFalse(said.contains("its-secret"), said);
      assertFalse(said.contains("Signature"), said);
    }
  }

  /** Writes down what it is asked for, and does nothing of it. */
  private static final class Proxy implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final ServerSocket server;

    Proxy() throws IOException {
      server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::serve, "proxy");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket socket = server.accept();
            BufferedReader in =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
          asked.add(in.readLine());
          String line = in.readLine();
          while (line != null && !line.isEmpty()) {
            line = in.readLine();
          }
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          // the caller has gone, or the test is over
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
