package dev.tagjoin.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
  private static ProxySettings settings(String variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(";", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals).strip(), variable.substring(equals + 1));
      }
    }
    return new ProxySettings(environment::get);
  }

  private static String proxy(String variables, String url) throws IOException {
    Proxy proxy = settings(variables).proxy(new URL(url));
    if (proxy.type() == Proxy.Type.DIRECT) {
      return "direct";
    }
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    return proxy.type() + " " + address.getHostString() + ":" + address.getPort();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "                                        | https://a.example   | direct",
        "HTTPS_PROXY=http://p.example:3128       | https://a.example   | HTTP p.example:3128",
        "https_proxy=http://p.example:3128       | https://a.example   | HTTP p.example:3128",
        "HTTPS_PROXY=p.example:3128              | https://a.example   | HTTP p.example:3128",
        "HTTPS_PROXY=p.example                   | https://a.example   | HTTP p.example:1080",
        "HTTPS_PROXY= http://p.example:3128/     | https://a.example   | HTTP p.example:3128",
        "HTTPS_PROXY=http://[::1]:3128           | https://a.example   | HTTP 0:0:0:0:0:0:0:1:3128",
        "HTTPS_PROXY=http://u:p%40@p.example:99  | https://a.example   | HTTP p.example:99",
        "HTTPS_PROXY=http://u:p@w@p.example:99   | https://a.example   | HTTP p.example:99",
        "HTTPS_PROXY=squid_proxy:3128            | https://a.example   | HTTP squid_proxy:3128",
        "https_proxy=l:1;HTTPS_PROXY=u:2         | https://a.example   | HTTP l:1",
        "https_proxy= ;HTTPS_PROXY=u:2            | https://a.example   | direct",
        "HTTPS_PROXY=socks5://s.example:99       | https://a.example   | SOCKS s.example:99",
        "HTTPS_PROXY=p.example:1                 | http://a.example    | direct",
        "http_proxy=p.example:1                  | http://a.example    | HTTP p.example:1",
        "HTTP_PROXY=p.example:1                  | http://a.example    | direct",
        "http_proxy=p.example:1                  | https://a.example   | direct",
        "ALL_PROXY=p.example:1                   | https://a.example   | HTTP p.example:1",
        "all_proxy=p.example:1                   | http://a.example    | HTTP p.example:1",
      })
  void findsTheProxyOfAProtocol(String variables, String url, String proxy) throws IOException {
    assertEquals(proxy, proxy(variables == null ? "" : variables, url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                          | https://ecs.example.com       | direct",
        "example.com                | https://ecs.example.com       | direct",
        "example.com                | https://example.com           | direct",
        ".example.com               | https://ecs.example.com       | direct",
        ".example.com               | https://example.com           | direct",
        "*.example.com              | https://ecs.example.com       | direct",
        "example.com                | https://badexample.com        | HTTP p:1",
        "ecs.example.com            | https://example.com           | HTTP p:1",
        "EXAMPLE.COM                | https://ecs.example.com       | direct",
        "example.com                | https://ECS.Example.COM       | direct",
        "a.b, example.com           | https://ecs.example.com       | direct",
        "a.b example.com            | https://ecs.example.com       | direct",
        "a.b,,example.com,          | https://ecs.example.com       | direct",
        "example.com:443            | https://ecs.example.com       | direct",
        "example.com:8443           | https://ecs.example.com       | HTTP p:1",
        "example.com:8443           | https://ecs.example.com:8443  | direct",
        "127.0.0.1                  | https://127.0.0.1:9443        | direct",
        "[::1]                      | https://[::1]:9443            | direct",
        "::1                        | https://[::1]:9443            | direct",
        "a.*                        | https://a.example             | HTTP p:1",
      })
  void reachesExceptionsDirectly(String exceptions, String url, String proxy) throws IOException {
    assertEquals(proxy, proxy("HTTPS_PROXY=p:1;NO_PROXY=" + exceptions, url));
    assertEquals(proxy, proxy("HTTPS_PROXY=p:1;NO_PROXY=x.y;no_proxy=" + exceptions, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://p.example:1",
        "ftp://p",
        "http://",
        "a b",
        "http://u:s3cret@",
        "http://p:99999",
        "\"http://p:1\""
      })
  void refusesAValueThatIsNoProxy(String value) {
    ProxySettings settings = settings("HTTPS_PROXY=" + value);

    IOException e =
        assertThrows(IOException.class, () -> settings.proxy(new URL("https://a.example")));

    assertTrue(e.getMessage().startsWith("HTTPS_PROXY is not "), e::getMessage);
    assertFalse(e.getMessage().contains("s3cret"), e::getMessage);
  }

  @Test
  void sendsDecodedUserAndPasswordToTheProxy() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> head = CompletableFuture.supplyAsync(() -> headOf(server));
      ProxySettings settings =
          settings("https_proxy=us%20er:p%40ss+@127.0.0.1:" + server.getLocalPort());
      HttpURLConnection connection = settings.open(new URL("https://a.example/"));

      assertThrows(IOException.class, connection::getResponseCode);
      assertEquals(null, connection.getRequestProperty("Proxy-Authorization"), "not for the host");

      String expected =
          Base64.getEncoder().encodeToString("us er:p@ss+".getBytes(StandardCharsets.UTF_8));
      List<String> lines = head.get(20, TimeUnit.SECONDS);
      assertEquals("CONNECT a.example:443 HTTP/1.1", lines.get(0));
      assertTrue(lines.contains("Proxy-authorization: Basic " + expected), lines::toString);
    }
  }

  /** Asks for the password, and gives the head of the request that has it. */
  private static List<String> headOf(ServerSocket server) {
    answer(server, "407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nConnection: close");
    return answer(server, "502 No");
  }

  private static List<String> answer(ServerSocket server, String answer) {
    List<String> lines = new ArrayList<>();
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
      }
      socket
          .getOutputStream()
          .write(
              ("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return lines;
  }
}
