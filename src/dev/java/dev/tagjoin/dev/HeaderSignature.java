package dev.tagjoin.dev;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes signatures of version 3 ({@code ACS3-HMAC-SHA256} in the {@code Authorization} header),
 * so that the embedded ECS can check what a client signed.
 */
final class HeaderSignature {
  static final String ALGORITHM = "ACS3-HMAC-SHA256";

  private HeaderSignature() {}

  /**
   * The canonical request.
   *
   * @param method the HTTP method in capitals
   * @param path the path, {@code /} for RPC calls
   * @param query the parameters of the query, decoded
   * @param headers the signed headers: names in lower case, values without outer white space
   * @param bodyHash the SHA-256 of the body in lower-case hexadecimal
   */
  static String canonicalRequest(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String bodyHash) {
    StringBuilder out = new StringBuilder(method).append('\n').append(path).append('\n');
    String separator = "";
    for (Map.Entry<String, String> p : new TreeMap<>(query).entrySet()) {
      out.append(separator)
          .append(RpcSignature.encode(p.getKey()))
          .append('=')
          .append(RpcSignature.encode(p.getValue()));
      separator = "&";
    }
    out.append('\n');
    TreeMap<String, String> sorted = new TreeMap<>(headers);
    sorted.forEach((name, value) -> out.append(name).append(':').append(value).append('\n'));
    return out.append('\n')
        .append(String.join(";", sorted.keySet()))
        .append('\n')
        .append(bodyHash)
        .toString();
  }

  /** The signature of a canonical request in lower-case hexadecimal. */
  static String sign(String secret, String canonicalRequest) {
    String text = ALGORITHM + "\n" + sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(RpcSignature.hmac("HmacSHA256", secret, text));
  }

  /** The SHA-256 of some bytes in lower-case hexadecimal. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
