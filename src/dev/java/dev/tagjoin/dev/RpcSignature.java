package dev.tagjoin.dev;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes RPC signatures of version 1.0 (HMAC-SHA1 over the sorted parameters), so that the
 * embedded ECS can check what a client signed.
 *
 * <p>Written after the vendor's description of the RPC request signature and not with the SDK's
 * code, so that the SDK is tested against it.
 */
public final class RpcSignature {
  private static final String UNRESERVED = "-_.~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private RpcSignature() {}

  /**
   * The text that is signed.
   *
   * @param method the HTTP method in capitals
   * @param parameters all parameters of query and body, decoded; {@code Signature} is left out
   */
  public static String stringToSign(String method, Map<String, String> parameters) {
    StringBuilder canonical = new StringBuilder();
    for (Map.Entry<String, String> p : new TreeMap<>(parameters).entrySet()) {
      if (p.getKey().equals("Signature")) {
        continue;
      }
      if (canonical.length() > 0) {
        canonical.append('&');
      }
      canonical.append(encode(p.getKey())).append('=').append(encode(p.getValue()));
    }
    return method + "&%2F&" + encode(canonical.toString());
  }

  /**
   * The signature in Base64.
   *
   * @param secret the access key's secret; the {@code &} that ends the HMAC key is added here
   * @param stringToSign as {@link #stringToSign} gives it
   */
  public static String sign(String secret, String stringToSign) {
    return Base64.getEncoder().encodeToString(hmac("HmacSHA1", secret + "&", stringToSign));
  }

  /** Percent-encodes as RFC 3986 does: a space is {@code %20}, {@code *} is {@code %2A}. */
  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return out.toString();
  }

  static byte[] hmac(String algorithm, String key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm, e);
    }
  }
}
