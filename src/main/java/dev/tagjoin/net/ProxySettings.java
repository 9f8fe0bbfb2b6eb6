package dev.tagjoin.net;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxy of an outgoing connection, from the environment variables that curl reads. Immutable.
 *
 * <ul>
 *   <li>{@code https_proxy} or {@code HTTPS_PROXY} for HTTPS, {@code http_proxy} for HTTP, else
 *       {@code all_proxy} or {@code ALL_PROXY}. Lower case wins. {@code HTTP_PROXY} in upper case
 *       is not read: in a CGI environment a request can set it.
 *   <li>The value is {@code [http://][user:password@]host[:port]} or {@code socks5://...}; the port
 *       is 1080 when missing. User and password are percent-decoded.
 *   <li>{@code no_proxy} or {@code NO_PROXY}: hosts between commas or blanks that are reached
 *       directly. An entry stands for itself and its subdomains, with or without a leading dot or
 *       {@code *.}, and may end in {@code :port}; {@code *} is every host.
 * </ul>
 */
public final class ProxySettings {
  /**
   * How many idle connections to a host are kept, as many as there are calls at once. The JDK keeps
   * 5 otherwise, so that more callers open connections all the time.
   */
  private static final int MAX_IDLE_CONNECTIONS = 32;

  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";
  private static final int DEFAULT_PORT = 1080;

  /** Not a URI: hosts may have an underscore, and passwords an at sign. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)(?:http://|(?<socks>socks5h?)://)?(?:(?<user>.*)@)?"
              + "(?<host>\\[[^\\]]+]|[^\\s:/@\"'\\[\\]]+)(?::(?<port>[0-9]{1,5}))?/?");

  private static final ProxySettings OF_PROCESS = new ProxySettings(System::getenv);

  private final UnaryOperator<String> environment;

  /**
   * @param environment gives the value of a variable, or {@code null}
   */
  public ProxySettings(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /** Those of this process' environment. */
  public static ProxySettings ofProcess() {
    return OF_PROCESS;
  }

  /**
   * Prepares a connection through the proxy of its URL. Nothing is sent.
   *
   * @throws IOException when the proxy's variable cannot be read; the message names it
   */
  public HttpURLConnection open(URL url) throws IOException {
    configureJdk();
    String variable = variable(url.getProtocol(), url.getHost(), port(url));
    if (variable == null) {
      return (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    }
    Matcher proxy = parsed(variable);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy(proxy));
    String user = proxy.group("user");
    if (user != null) {
      // not as a header, which the JDK would send through the tunnel and not to the proxy
      connection.setAuthenticator(authenticator(user));
    }
    return connection;
  }

  private static Authenticator authenticator(String userAndPassword) {
    int colon = userAndPassword.indexOf(':');
    String user = colon < 0 ? userAndPassword : userAndPassword.substring(0, colon);
    String password = colon < 0 ? "" : userAndPassword.substring(colon + 1);
    PasswordAuthentication authentication =
        new PasswordAuthentication(decoded(user), decoded(password).toCharArray());
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY ? authentication : null;
      }
    };
  }

  /** The JDK reads these properties once, at its first connection. */
  private static void configureJdk() {
    if (System.getProperty("http.maxConnections") == null) {
      System.setProperty("http.maxConnections", Integer.toString(MAX_IDLE_CONNECTIONS));
    }
    if (System.getProperty("sun.net.http.retryPost") == null) {
      // else the JDK repeats a POST by itself, and a signed call is valid once. Sending a fixed
      // length prevents that as well, but waits a millisecond before each call over a kept
      // connection
      System.setProperty("sun.net.http.retryPost", "false");
    }
    if (System.getProperty(TUNNELING) == null) {
      // else the JDK sends no password to a proxy of HTTPS
      System.setProperty(TUNNELING, "");
    }
  }

  /**
   * The proxy of a URL.
   *
   * @throws IOException when the proxy's variable cannot be read; the message names it
   */
  Proxy proxy(URL url) throws IOException {
    String variable = variable(url.getProtocol(), url.getHost(), port(url));
    return variable == null ? Proxy.NO_PROXY : proxy(parsed(variable));
  }

  /** The name of the variable with the proxy of a host, or {@code null} for none. */
  private String variable(String protocol, String host, int port) {
    String variable = null;
    for (String name :
        "https".equals(protocol)
            ? new String[] {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}
            : new String[] {"http_proxy", "all_proxy", "ALL_PROXY"}) {
      if (environment.apply(name) != null) {
        // an empty value means no proxy
        variable = value(name).isEmpty() ? null : name;
        break;
      }
    }
    return variable == null || isDirect(host.toLowerCase(Locale.ROOT), port) ? null : variable;
  }

  private String value(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value.strip();
  }

  private static int port(URL url) {
    return url.getPort() >= 0 ? url.getPort() : url.getDefaultPort();
  }

  private boolean isDirect(String rawHost, int port) {
    String list = environment.apply("no_proxy") != null ? value("no_proxy") : value("NO_PROXY");
    String host = unbracketed(rawHost);
    for (String raw : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      String entry = raw;
      int colon = entry.lastIndexOf(':');
      boolean hasPort =
          colon > 0
              && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')
              && isNumber(entry.substring(colon + 1));
      if (hasPort) {
        if (Integer.parseInt(entry.substring(colon + 1)) != port) {
          continue;
        }
        entry = entry.substring(0, colon);
      }
      entry = unbracketed(entry.replaceFirst("^\\*?\\.", ""));
      if (entry.equals("*")
          || (!entry.isEmpty() && (host.equals(entry) || host.endsWith("." + entry)))) {
        return true;
      }
    }
    return false;
  }

  private static String unbracketed(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 5
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Reads the value of a variable. It may hold a password, so the message does not show it. */
  private Matcher parsed(String variable) throws IOException {
    Matcher proxy = VALUE.matcher(value(variable));
    String port = proxy.matches() ? proxy.group("port") : null;
    if (!proxy.matches() || (port != null && Integer.parseInt(port) > 0xffff)) {
      throw new IOException(
          variable + " is not [http://][user:password@]host[:port] or socks5://host[:port]");
    }
    return proxy;
  }

  private static Proxy proxy(Matcher proxy) {
    String port = proxy.group("port");
    return new Proxy(
        proxy.group("socks") == null ? Proxy.Type.HTTP : Proxy.Type.SOCKS,
        new InetSocketAddress(
            unbracketed(proxy.group("host")),
            port == null ? DEFAULT_PORT : Integer.parseInt(port)));
  }

  private static String decoded(String text) {
    // a plus sign stands for itself here, and so does a percent sign without two digits
    String escaped = text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
  }
}
