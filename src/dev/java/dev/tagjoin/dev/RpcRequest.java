package dev.tagjoin.dev;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An RPC call as it came in: the same view of it for both ways of signing. */
final class RpcRequest {
  private static final int MAX_BODY = 1 << 20;

  private final String method;
  private final String path;
  private final Map<String, String> query;
  private final Map<String, String> parameters;
  private final Map<String, String> headers;
  private static final Set<String> OF_ONE_CALL =
      Set.of("AccessKeyId", "SecurityToken", "Signature", "SignatureNonce", "Timestamp");

  private final byte[] body;

  private RpcRequest(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.parameters = parameters;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Reads a call.
   *
   * @throws RpcError when it is larger than 1 MiB or a parameter is not percent-encoded
   */
  static RpcRequest read(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_BODY + 1);
    }
    if (body.length > MAX_BODY) {
      throw new RpcError(413, "RequestTooLarge", "The request is larger than 1 MiB.");
    }
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Map<String, String> query = new LinkedHashMap<>();
    decode(exchange.getRequestURI().getRawQuery(), query);
    Map<String, String> parameters = new LinkedHashMap<>(query);
    String type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      decode(new String(body, StandardCharsets.UTF_8), parameters);
    }
    return new RpcRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query,
        parameters,
        headers,
        body);
  }

  private static void decode(String raw, Map<String, String> into) {
    if (raw == null || raw.isEmpty()) {
      return;
    }
    int start = 0;
    while (start <= raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      String pair = raw.substring(start, end);
      start = end + 1;
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      try {
        into.putIfAbsent(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw RpcError.invalid(name, "percent-encoded UTF-8 expected");
      }
    }
  }

  /** What is asked, without what differs from call to call: key, nonce, time and signature. */
  String identity() {
    Map<String, String> asked = new TreeMap<>(parameters);
    asked.keySet().removeAll(OF_ONE_CALL);
    return asked.toString();
  }

  String method() {
    return method;
  }

  String path() {
    return path.isEmpty() ? "/" : path;
  }

  Map<String, String> query() {
    return query;
  }

  byte[] body() {
    return body;
  }

  /** All parameters of query and form body. */
  Map<String, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** A parameter, or {@code null} when it is absent or empty: the API treats both alike. */
  String get(String name) {
    String value = parameters.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A header by its lower-case name, or {@code null}. */
  String header(String name) {
    return headers.get(name);
  }

  String action() {
    return get("Action");
  }

  String version() {
    return get("Version");
  }

  /** The id of the key the call says it is signed with, or {@code null}. */
  String accessKeyId() {
    return get("AccessKeyId");
  }

  String securityToken() {
    return get("SecurityToken");
  }

  /**
   * A region that the call must name.
   *
   * @param status the HTTP status when it does not: APIs differ in it
   */
  String region(int status) {
    String region = get("RegionId");
    if (region == null) {
      throw RpcError.missing(status, "RegionId");
    }
    return region;
  }

  /** The values of a numbered parameter ({@code Name.1}, {@code Name.2}, ...) in their order. */
  List<String> repeated(String name, String suffix) {
    TreeMap<Integer, String> values = new TreeMap<>();
    for (Map.Entry<String, String> p : parameters.entrySet()) {
      String key = p.getKey();
      if (key.startsWith(name + ".")
          && key.endsWith(suffix)
          && key.length() > name.length() + 1 + suffix.length()) {
        String number = key.substring(name.length() + 1, key.length() - suffix.length());
        if (number.length() < 6 && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
          values.put(Integer.valueOf(number), p.getValue());
        }
      }
    }
    return new ArrayList<>(values.values());
  }

  /**
   * A whole number.
   *
   * @throws RpcError when it is not one, or not between the limits
   */
  int number(String name, int absent, int min, int max) {
    String text = get(name);
    if (text == null) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered like a number out of range.
    }
    throw RpcError.invalid(name, "a whole number from " + min + " to " + max + " expected");
  }
}
