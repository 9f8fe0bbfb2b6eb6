package dev.tagjoin.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    Path store = dir.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "eb",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=eventbridge",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, said);
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    privateKey = (PrivateKey) keys.getKey("eb", "changeit".toCharArray());
    pem =
        ("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getCertificate("eb").getEncoded())
                + "\n-----END CERTIFICATE-----\n")
            .getBytes(UTF_8);
  }

  private EventBridgeSignature check(String url, String token) {
    return new EventBridgeSignature(
        url,
        token,
        at -> {
          loaded.add(at);
          return pem;
        },
        Clock.fixed(NOW, ZoneOffset.UTC));
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
    return status(check(URL, null), headers);
  }

  private static int status(EventBridgeSignature check, Map<String, String> headers) {
    EventBridgeSignature.Refusal refusal = check.refusal(headers::get, BODY);
    return refusal == null ? 200 : refusal.status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void theNewerGenerationIsTakenWithAndWithoutALineFeedAtTheEnd(String end)
      throws GeneralSecurityException {
    assertNull(check(URL, null).refusal(signed(headers(false, null), end)::get, BODY));
    assertNull(check(URL, "t").refusal(signed(headers(false, "t"), end)::get, BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void theOlderGenerationIsTakenWithATokenOnly(String end) throws GeneralSecurityException {
    assertNull(check(URL, "t").refusal(mac(headers(true, "t"), end)::get, BODY));
    EventBridgeSignature.Refusal refusal =
        check(URL, null).refusal(mac(headers(true, null), end)::get, BODY);
    assertEquals(401, refusal.status());
    assertTrue(refusal.detail().contains("TAGJOIN_TOKEN"), refusal::detail);
  }

  @Test
  void aSecretThatSomebodyElseWrappedDoesNotHelp() throws GeneralSecurityException {
    Map<String, String> headers = mac(headers(true, "t"), "");
    headers.put("x-eventbridge-signature-secret", "AAAA");
    assertEquals(401, status(check(URL, "t"), headers));
    headers.remove("x-eventbridge-signature-secret");
    assertEquals(401, status(check(URL, "t"), headers));
  }

  @Test
  void anotherUrlBodyOrHeaderDoesNotMatch() throws GeneralSecurityException {
    assertEquals(401, status(check("https://fn.example.com/events", null), signed()));
    assertNotNull(check(URL, null).refusal(signed()::get, "{}".getBytes(UTF_8)));
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
  void theClocksWindowHasTwoEnds(long apart, int status) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-timestamp", Long.toString(NOW.toEpochMilli() + apart));
    assertEquals(status, status(signed(headers, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1781769600000", "1781769600", "99999999999999999999", "178176960000x"})
  void aTimestampThatIsNoneIsRefused(String timestamp) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-timestamp", timestamp);
    assertEquals(401, status(signed(headers, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cn-hangzhou-eventbridge.oss-cn-hangzhou.aliyuncs.com/a.pem",
        "https://eu-central-1-eventbridge.oss-accelerate.aliyuncs.com/a.pem"
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
        "http://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/a.pem",
        "HTTPS://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com.evil.example/a.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com.evil.example/a.pem",
        "https://evil.example/cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com:443/a.pem",
        "https://u@cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/a.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com@evil.example/a.pem",
        "https://cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/a.pem?x=1",
        "https://evil-cn-hangzhou-eventbridge.oss-accelerate.aliyuncs.com/a.pem",
        "https://cn-evil-eventbridge.oss-accelerate.aliyuncs.com/a.pem",
        "https://cn-hangzhou-eventbridge.oss-cn-beijing.aliyuncs.com/a.pem",
        "https://cn-hangzhou-eventbridge.oss-.aliyuncs.com/a.pem",
        "https://cn-hangzhou-eventbridge.oss-aliyuncs.com/a.pem",
        "https://cn-hangzhou-eventbridge.aliyuncs.com/a.pem",
        "https://10.0.0.1/a.pem",
        "file:///etc/passwd",
        "https://[::1]/",
        "not a url",
        ""
      })
  void noOtherAddressIsEverCalled(String url) throws GeneralSecurityException {
    Map<String, String> headers = headers(false, null);
    headers.put("x-eventbridge-signature-url", url);
    assertEquals(401, status(signed(headers, "")));
    assertEquals(List.of(), loaded);
  }

  @Test
  void aCertificateIsLoadedOnce() throws GeneralSecurityException {
    EventBridgeSignature check = check(URL, null);
    for (int i = 0; i < 3; i++) {
      assertEquals(200, status(check, signed()));
    }
    assertEquals(1, loaded.size());
  }

  @Test
  void aCertificateThatCannotBeLoadedIsTheSendersToTryAgain() throws GeneralSecurityException {
    EventBridgeSignature check =
        new EventBridgeSignature(
            URL,
            null,
            at -> {
              throw new IOException("no route");
            },
            Clock.fixed(NOW, ZoneOffset.UTC));
    assertEquals(503, status(check, signed()));
  }

  @Test
  void whatIsNoCertificateIsRefused() throws GeneralSecurityException {
    EventBridgeSignature check =
        new EventBridgeSignature(
            URL, null, at -> "<html>".getBytes(UTF_8), Clock.fixed(NOW, ZoneOffset.UTC));
    assertEquals(401, status(check, signed()));
  }

  @Test
  void theTokenHasToBeTheConfiguredOne() throws GeneralSecurityException {
    assertEquals(200, status(check(URL, "t"), signed(headers(false, "t"), "")));
    assertEquals(401, status(check(URL, "t"), signed(headers(false, "u"), "")));
    assertEquals(401, status(check(URL, "t"), signed(headers(false, null), "")));
    assertEquals(List.of(URI.create(CERTIFICATE)), loaded);
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
  void aRequestWithoutOneOfTheHeadersIsRefused(String name) throws GeneralSecurityException {
    Map<String, String> missing = signed();
    missing.remove(name);
    assertEquals(401, status(missing));
    Map<String, String> wrong = signed();
    wrong.put(name, "AAAA");
    assertEquals(401, status(wrong));
  }
}
