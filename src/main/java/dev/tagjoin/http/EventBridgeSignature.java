package dev.tagjoin.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks that a request came from EventBridge, by the signature over its raw bytes. Safe for use by
 * several threads.
 *
 * <p>Both generations of the vendor's page "Signature algorithm" are known: RSA over SHA-256
 * ({@code x-eventbridge-signature-v2}), and HMAC-SHA1 with a secret that is wrapped by RSA ({@code
 * x-eventbridge-signature}). What is signed: the URL that is configured on the target, one line for
 * each header, the body; the vendor's page ends with the body and its code with a line feed, so
 * either is taken.
 *
 * <p>The older generation proves little by itself: the wrapped secret opens with the public key, so
 * that whoever received one such request anywhere can sign others with it. It is therefore accepted
 * only together with {@code TAGJOIN_TOKEN}. The newer one proves that EventBridge sent the request
 * to this URL, not on whose behalf; a token tells that as well.
 *
 * <p>A request can be repeated within the clock's window. That is harmless by design: an event only
 * says where to look, and what is done depends on what is found there.
 */
@Singleton
public final class EventBridgeSignature {
  /**
   * How far the sender's clock may be from this one, in milliseconds, as the vendor's page says.
   */
  static final long WINDOW_MILLIS = 60_000;

  /** The certificates of a region or two; a rotation adds one. More are forgotten. */
  private static final int MOST_CERTIFICATES = 8;

  private static final String PREFIX = "x-eventbridge-signature";

  /**
   * The regions of EventBridge, as its page of supported regions has them. Listed, because the host
   * of a certificate begins with a bucket's name: with a pattern anybody could make a bucket that
   * fits it.
   */
  private static final Set<String> REGIONS =
      Set.of(
          "cn-qingdao",
          "cn-beijing",
          "cn-zhangjiakou",
          "cn-huhehaote",
          "cn-wulanchabu",
          "cn-hangzhou",
          "cn-shanghai",
          "cn-shenzhen",
          "cn-heyuan",
          "cn-guangzhou",
          "cn-chengdu",
          "cn-hongkong",
          "ap-southeast-1",
          "ap-southeast-3",
          "ap-southeast-5",
          "ap-southeast-6",
          "ap-southeast-7",
          "ap-northeast-1",
          "ap-northeast-2",
          "us-west-1",
          "us-east-1",
          "eu-central-1",
          "eu-west-1");

  private final String url;
  private final String token;
  private final Certificates certificates;
  private final Clock clock;
  private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();

  /** Where certificates come from. */
  interface Certificates {
    /**
     * The file at a URL that has been checked.
     *
     * @throws IOException when it could not be had
     */
    byte[] load(URI url) throws IOException;
  }

  /** Why a request is not taken: the HTTP status, and what to say. */
  record Refusal(int status, String detail) {}

  @Inject
  EventBridgeSignature(HttpSettings settings) {
    this(settings.publicUrl(), settings.token(), new CertificateFile(), Clock.systemUTC());
  }

  EventBridgeSignature(String url, String token, Certificates certificates, Clock clock) {
    this.url = url;
    this.token = token;
    this.certificates = certificates;
    this.clock = clock;
  }

  /**
   * Checks a request.
   *
   * @param headers gives a header's value by its name in small letters, or {@code null}
   * @param body the body as it came
   * @return why the request is not taken, or {@code null} when it is
   */
  Refusal refusal(UnaryOperator<String> headers, byte[] body) {
    String signature = headers.apply(PREFIX + "-v2");
    boolean isOld = signature == null;
    if (isOld) {
      signature = headers.apply(PREFIX);
    }
    String timestamp = headers.apply(PREFIX + "-timestamp");
    String certificate = headers.apply(PREFIX + "-url");
    if (signature == null || timestamp == null || certificate == null) {
      return unauthorized("a signature of EventBridge expected");
    }
    String shown = headers.apply(PREFIX + "-token");
    if (token != null && (shown == null || !MessageDigest.isEqual(digest(shown), digest(token)))) {
      return unauthorized("the token of the EventBridge target is not TAGJOIN_TOKEN");
    }
    if (isOld && token == null) {
      return unauthorized(
          "a signature of the older kind (HMAC-SHA1) is taken together with a token only: set"
              + " TAGJOIN_TOKEN and the same token on the EventBridge target");
    }
    String method = isOld ? PREFIX + "-method" : "x-eventbridge-hash-method";
    if (!(isOld ? "HMAC-SHA1" : "SHA256").equals(headers.apply(method))
        || !"1.0".equals(headers.apply(PREFIX + "-version"))) {
      return unauthorized(method + " or " + PREFIX + "-version has another value than expected");
    }
    if (!isNow(timestamp)) {
      return unauthorized(PREFIX + "-timestamp: milliseconds at most 60 seconds from now expected");
    }
    URI at = certificateUrl(certificate);
    if (at == null) {
      return unauthorized(PREFIX + "-url: a certificate of EventBridge expected");
    }
    PublicKey key;
    try {
      key = key(at);
    } catch (IOException e) {
      return new Refusal(503, "the certificate of EventBridge could not be loaded");
    } catch (CertificateException e) {
      return unauthorized("what is at " + PREFIX + "-url is no certificate with an RSA key");
    }
    byte[] signed =
        stringToSign(
            headers,
            body,
            PREFIX + "-timestamp",
            method,
            PREFIX + "-version",
            PREFIX + "-url",
            PREFIX + "-token");
    String secret = headers.apply(PREFIX + "-secret");
    boolean genuine =
        isOld ? isMac(key, secret, signed, signature) : isSigned(key, signed, signature);
    return genuine
        ? null
        : unauthorized(
            "the signature does not match TAGJOIN_PUBLIC_URL, the" + " headers and the body");
  }

  private static Refusal unauthorized(String detail) {
    return new Refusal(401, detail);
  }

  private boolean isNow(String timestamp) {
    // 13 digits until the year 2286; no sign, no more than a long holds
    if (timestamp.length() != 13 || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    return Math.abs(Long.parseLong(timestamp) - clock.millis()) <= WINDOW_MILLIS;
  }

  /** The URL when it is one of EventBridge's, else {@code null}. */
  private static URI certificateUrl(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
    String host = url.getHost();
    boolean isPlain =
        "https".equals(url.getScheme())
            && host != null
            // neither port nor user
            && host.equals(url.getRawAuthority())
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!isPlain) {
      return null;
    }
    String mark = "-eventbridge.oss-";
    String end = ".aliyuncs.com";
    int at = host.indexOf(mark);
    if (at < 0 || !host.endsWith(end) || at + mark.length() > host.length() - end.length()) {
      return null;
    }
    String region = host.substring(0, at);
    String place = host.substring(at + mark.length(), host.length() - end.length());
    return REGIONS.contains(region) && (place.equals("accelerate") || place.equals(region))
        ? url
        : null;
  }

  /**
   * The key of a certificate. Its validity is not looked at: that it is EventBridge's is told by
   * the host, over a connection whose own certificate is checked.
   */
  private PublicKey key(URI url) throws IOException, CertificateException {
    PublicKey known = keys.get(url.toString());
    if (known != null) {
      return known;
    }
    // one at a time, so that many unsigned requests do not become many downloads at once
    synchronized (keys) {
      known = keys.get(url.toString());
      if (known != null) {
        return known;
      }
      PublicKey loaded =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificates.load(url)))
              .getPublicKey();
      if (!"RSA".equals(loaded.getAlgorithm())) {
        throw new CertificateException("an RSA key expected");
      }
      if (keys.size() >= MOST_CERTIFICATES) {
        keys.clear();
      }
      keys.put(url.toString(), loaded);
      return loaded;
    }
  }

  private byte[] stringToSign(UnaryOperator<String> headers, byte[] body, String... names) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 1024);
    signed.writeBytes((url + "\n").getBytes(StandardCharsets.UTF_8));
    for (String name : names) {
      String value = headers.apply(name);
      if (value != null) {
        signed.writeBytes((name + ": " + value + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
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

  /** So that the time a comparison takes tells neither length nor content. */
  private static byte[] digest(String text) {
    return AuthenticationFilter.digest(text);
  }
}
