package dev.tagjoin.http.eventbridge;

import dev.tagjoin.resource.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks that a request came from EventBridge, by the signature over its raw bytes. Thread-safe.
 *
 * <p>Both generations of the vendor's page "Signature algorithm" are known: RSA over SHA-256
 * ({@code x-eventbridge-signature-v2}), and HMAC-SHA1 with a secret that is wrapped by RSA ({@code
 * x-eventbridge-signature}). What is signed: the URL that is configured on the target, one line for
 * each header, the body; the vendor's page ends with the body and its code with a line feed, so
 * either is taken.
 *
 * <p>The signature proves that EventBridge sent the request to this URL, not on whose behalf. The
 * older generation proves less: the wrapped secret opens with the public key, so that whoever
 * received one such request anywhere can sign others with it. The caller of this class therefore
 * checks a token as well.
 *
 * <p>A request can be repeated within the clock's window. That is harmless: an event only says
 * where to look, and what is done depends on what is found there.
 */
public final class EventBridgeSignature {
  /** How far the sender's clock may be from this one, as the vendor's page says. */
  static final long WINDOW_MILLIS = 60_000;

  private static final String PREFIX = "x-eventbridge-signature";

  private final String url;
  private final CertificateStore certificates;
  private final Clock clock;

  /** Why a request is not taken: the HTTP status, and what to say. */
  public record Refusal(int status, String detail) {}

  /**
   * Makes the check.
   *
   * @param url the URL that is configured on the EventBridge target, to the letter
   */
  public EventBridgeSignature(String url) {
    this(
        url, new CertificateStore(new CertificateDownload(), Clock.systemUTC()), Clock.systemUTC());
  }

  EventBridgeSignature(String url, CertificateStore certificates, Clock clock) {
    this.url = url;
    this.certificates = certificates;
    this.clock = clock;
  }

  /**
   * Checks the headers alone, which costs nothing: whether all are there, the timestamp is now and
   * the certificate is one of EventBridge's.
   *
   * @param headers gives a header's value by its name in lower case, or {@code null}
   * @return why the request is not taken, or {@code null} when its body is worth reading
   */
  public String headersRefusal(UnaryOperator<String> headers) {
    boolean isOld = headers.apply(PREFIX + "-v2") == null;
    String timestamp = headers.apply(PREFIX + "-timestamp");
    String certificate = headers.apply(PREFIX + "-url");
    boolean isSigned = headers.apply(isOld ? PREFIX : PREFIX + "-v2") != null;
    if (!isSigned || timestamp == null || certificate == null) {
      return "the headers of EventBridge's signature are missing";
    }
    if (!(isOld ? "HMAC-SHA1" : "SHA256").equals(headers.apply(methodHeader(isOld)))
        || !"1.0".equals(headers.apply(PREFIX + "-version"))) {
      return methodHeader(isOld) + " or " + PREFIX + "-version has an unknown value";
    }
    if (!isNow(timestamp)) {
      return PREFIX + "-timestamp: has to be milliseconds at most 60 seconds from now";
    }
    return CertificateUrl.parse(certificate) == null
        ? PREFIX + "-url: is no certificate of EventBridge"
        : null;
  }

  /**
   * Checks a request.
   *
   * @return why the request is not taken, or {@code null} when it is
   */
  public Refusal refusal(UnaryOperator<String> headers, byte[] body, Deadline deadline) {
    String refusal = headersRefusal(headers);
    if (refusal != null) {
      return new Refusal(401, refusal);
    }
    URI at = CertificateUrl.parse(headers.apply(PREFIX + "-url"));
    PublicKey key;
    try {
      key = certificates.key(at, deadline);
    } catch (IOException e) {
      return new Refusal(503, "the certificate of EventBridge could not be loaded");
    } catch (CertificateException e) {
      return new Refusal(401, PREFIX + "-url: " + e.getMessage());
    }
    String signature = headers.apply(PREFIX + "-v2");
    boolean isOld = signature == null;
    byte[] signed = stringToSign(headers, body, methodHeader(isOld));
    boolean isGenuine =
        isOld
            ? isMac(key, headers.apply(PREFIX + "-secret"), signed, headers.apply(PREFIX))
            : isSigned(key, signed, signature);
    return isGenuine
        ? null
        : new Refusal(
            401, "the signature does not match TAGJOIN_PUBLIC_URL, the headers and the body");
  }

  private static String methodHeader(boolean isOld) {
    return isOld ? PREFIX + "-method" : "x-eventbridge-hash-method";
  }

  private boolean isNow(String timestamp) {
    // until the year 2286; no sign, no more than a long holds
    return timestamp.matches("[0-9]{13}")
        && Math.abs(Long.parseLong(timestamp) - clock.millis()) <= WINDOW_MILLIS;
  }

  private byte[] stringToSign(UnaryOperator<String> headers, byte[] body, String methodHeader) {
    StringBuilder head = new StringBuilder(url).append('\n');
    for (String name :
        List.of(
            PREFIX + "-timestamp",
            methodHeader,
            PREFIX + "-version",
            PREFIX + "-url",
            PREFIX + "-token")) {
      String value = headers.apply(name);
      if (value != null) {
        head.append(name).append(": ").append(value).append('\n');
      }
    }
    ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 1024);
    signed.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    return signed.toByteArray();
  }

  private static boolean isSigned(PublicKey key, byte[] signed, String signature) {
    try {
      byte[] bytes = Base64.getDecoder().decode(signature);
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update(signed);
      if (check.verify(bytes)) {
        return true;
      }
      check.initVerify(key);
      check.update(signed);
      check.update((byte) '\n');
      return check.verify(bytes);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // not Base64, or not of the length of a signature
      return false;
    }
  }

  private static boolean isMac(PublicKey key, String wrapped, byte[] signed, String signature) {
    if (wrapped == null) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(signature);
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.DECRYPT_MODE, key);
      byte[] secret = cipher.doFinal(Base64.getDecoder().decode(wrapped));
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      if (MessageDigest.isEqual(mac.doFinal(signed), bytes)) {
        return true;
      }
      mac.update(signed);
      return MessageDigest.isEqual(mac.doFinal(new byte[] {'\n'}), bytes);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // not Base64, no secret in it, or an empty one
      return false;
    }
  }
}
