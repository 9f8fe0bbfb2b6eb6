package dev.tagjoin.http.eventbridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tagjoin.resource.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures made as the vendor's page says, by code that shares nothing with the check. */
class EventBridgeSignatureTest {
  private static final String URL = "https://fn.example.com/events?route=a%20b";
  private static final String CERTIFICATE =
      "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate.pem";
  private static final Instant NOW = Instant.parse("2026-06-18T08:00:00Z");
  private static final byte[] BODY = "{\"data\":\"Zürich\"}\r\n".getBytes(UTF_8);

  private static PrivateKey privateKey;
  private static byte[] pem;

  private final List<URI> loaded = new ArrayList<>();

  @BeforeAll
  static void makeCertificate(@TempDir Path dir) throws Exception {
    RsaCertificate made = RsaCertificate.make(dir, 2048, "2026/01/01 00:00:00");
    privateKey = made.key();
    pem = made.pem();
  }

  private EventBridgeSignature check(String url) {
    return check(
        url,
        at -> {
          loaded.add(at);
          return pem;
        });
  }

  private static EventBridgeSignature check(String url, CertificateStore.Source source) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new EventBridgeSignature(url, new CertificateStore(source, clock), clock);
  }

  private static EventBridgeSignature.Refusal refusal(
      EventBridgeSignature check, Map<String, String> headers, byte[] body) {
    return check.refusal(headers::get, body, Deadline.in(Duration.ofSeconds(5)));
  }

  private static Map<String, String> headers(boolean old, String token) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-eventbridge-signature-timestamp", Long.toString(NOW.toEpochMilli()));
    if (old) {
      headers.put("x-eventbridge-signature-method", "HMAC-SHA1");
    } else {
      headers.put("x-eventbridge-hash-method", "SHA256");
    }
    headers.put("x-eventbridge-signature-version", "1.0");
    headers.put("x-eventbridge-signature-url", CERTIFICATE);
    if (token != null) {
      headers.put("x-eventbridge-signature-token", token);
    }
    return headers;
  }

  private static byte[] text(Map<String, String> headers, String end) {
    StringBuilder text = new StringBuilder(URL).append('\n');
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return (text + new String(BODY, UTF_8) + end).getBytes(UTF_8);
  }

  /** The newer generation: signs the headers in their order and adds the signature. */
  private static Map<String, String> signed(Map<String, String> headers, String end)
      throws GeneralSecurityException {
    Signature rsa = Signature.getInstance("SHA256withRSA");
    rsa.initSign(privateKey);
    rsa.update(text(headers, end));
    headers.put("x-eventbridge-signature-v2", Base64.getEncoder().encodeToString(rsa.sign()));
    return headers;
  }

  private static Map<String, String> signed() throws GeneralSecurityException {
    return signed(headers(false, null), "");
  }

  /** The older generation. */
  private static Map<String, String> mac(Map<String, String> headers, String end)
      throws GeneralSecurityException {
    byte[] secret = "secret-of-this-request".getBytes(UTF_8);
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    String signature = Base64.getEncoder().encodeToString(mac.doFinal(text(headers, end)));
    Cipher rsa = Cipher.getInstance("RSA");
    rsa.init(Cipher.ENCRYPT_MODE, privateKey);
    headers.put(
        "x-eventbridge-signature-secret", Base64.getEncoder().encodeToString(rsa.doFinal(secret)));
    headers.put("x-eventbridge-signature", signature);
    return headers;
  }

  private int status(Map<String, String> headers) {
    return status(check(URL), headers);
  }

  private static int status(EventBridgeSignature check, Map<String, String> headers) {
    EventBridgeSignature.Refusal refusal = refusal(check, headers, BODY);
    return refusal == null ? 200 : refusal.status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void acceptsNewGenerationWithOrWithoutLineFeed(String end) throws GeneralSecurityException {
    assertNull(refusal(check(URL), signed(headers(false, null), end), BODY));
    assertNull(refusal(check(URL), signed(headers(false, "t"), end), BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void acceptsOldGeneration(String end) throws GeneralSecurityException {
    assertNull(refusal(check(URL), mac(headers(true, "t"), end), BODY));
  }

  @Test
  void refusesSecretWrappedByOtherKey() throws GeneralSecurityException {
    Map<String, String> headers = mac(headers(true, "t"), "");
    headers.put("x-eventbridge-signature-secret", "AAAA");
    assertEquals(401, status(check(URL), headers));
    headers.remove("x-eventbridge-signature-secret");
    assertEquals(401, status(check(URL), headers));
  }

  @Test
  void anotherUrlBodyOrHeaderDoesNotMatch() throws GeneralSecurityException {
    assertEquals(401, status(check("https://fn.example.com/events"), signed()));
    assertNotNull(refusal(check(URL), signed(), "{}".getBytes(UTF_8)));
    Map<String, String> later = signed();
    later.put("x-eventbridge-signature-timestamp", Long.toString(NOW.toEpochMilli() + 1));
    assertEquals(401, status(later));
    Map<String, String> more = signed();
    more.put("x-eventbridge-signature-token", "added");
    assertEquals(401, status(more));
  }

  @ParameterizedTest
  @CsvSource({
    "-60001, 401",
    "-60000, 200",
    "60000,  200",
    "60001,  401",
  })
  void refusesTimestampsOutsideWindow(long apart, int status) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-timestamp", Long.toString(NOW.toEpochMilli() + apart));
    assertEquals(status, status(signed(headers, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1781769600000", "1781769600", "99999999999999999999", "178176960000x"})
  void refusesInvalidTimestamp(String timestamp) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-timestamp", timestamp);
    assertEquals(401, status(signed(headers, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cn-hangzhou-eventbridge.oss-cn-hangzhou.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://eu-central-1-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012101.pem"
      })
  void certificatesAreTakenFromTheVendorsHosts(String url) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-url", url);
    assertEquals(200, status(signed(headers, "")));
    assertEquals(List.of(URI.create(url)), loaded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "HTTPS://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com.evil.example/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com.evil.example/x509_public_certificate_2021012101.pem",
        "https://evil.example/cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com:443/x509_public_certificate_2021012101.pem",
        "https://u@cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com@evil.example/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012101.pem?x=1",
        "https://evil-cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-evil-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-cn-beijing.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.aliyuncs.com/x509_public_certificate_2021012101.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/other.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x/../x509_public_certificate.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate%2F.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate/a.pem",
        "https://10.0.0.1/x509_public_certificate_2021012101.pem",
        "file:///etc/passwd",
        "https://[::1]/",
        "not a url",
        ""
      })
  void callsNoOtherAddress(String url) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-url", url);
    assertEquals(401, status(signed(headers, "")));
    assertEquals(List.of(), loaded);
  }

  @Test
  void loadsCertificateOnce() throws GeneralSecurityException {
    EventBridgeSignature check = check(URL);
    for (int i = 0; i < 3; i++) {
      assertEquals(200, status(check, signed()));
    }
    assertEquals(1, loaded.size());
  }

  @Test
  void answers503WhenCertificateCannotBeLoaded() throws GeneralSecurityException {
    EventBridgeSignature check =
        check(
            URL,
            at -> {
              throw new IOException("no route");
            });
    assertEquals(503, status(check, signed()));
  }

  @Test
  void refusesWhatIsNoCertificate() throws GeneralSecurityException {
    EventBridgeSignature check = check(URL, at -> "<html>".getBytes(UTF_8));
    assertEquals(401, status(check, signed()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-eventbridge-signature-v2",
        "x-eventbridge-signature-timestamp",
        "x-eventbridge-signature-url",
        "x-eventbridge-signature-version",
        "x-eventbridge-hash-method"
      })
  void refusesRequestLackingHeader(String name) throws GeneralSecurityException {
    Map<String, String> missing = signed();
    missing.remove(name);
    assertEquals(401, status(missing));
    Map<String, String> wrong = signed();
    wrong.put(name, "AAAA");
    assertEquals(401, status(wrong));
  }
}
