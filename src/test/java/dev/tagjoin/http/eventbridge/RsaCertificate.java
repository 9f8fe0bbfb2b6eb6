package dev.tagjoin.http.eventbridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An RSA key and a certificate for it, valid for a year. */
@SuppressWarnings("ArrayRecordComponent")
record RsaCertificate(PrivateKey key, byte[] pem) {
  private static final String PASSWORD = "changeit";

  /**
   * Makes one.
   *
   * @param start from when it is valid, for example {@code 2026/01/01 00:00:00}
   */
  static RsaCertificate make(Path dir, int bits, String start)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = dir.resolve("keys-" + bits + "-" + start.replaceAll("\\D", "") + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "eb",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    Integer.toString(bits),
                    "-startdate",
                    start,
                    "-validity",
                    "365",
                    "-dname",
                    "CN=eventbridge",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, said);
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new RsaCertificate(
        (PrivateKey) keys.getKey("eb", PASSWORD.toCharArray()),
        ("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getCertificate("eb").getEncoded())
                + "\n-----END CERTIFICATE-----\n")
            .getBytes(UTF_8));
  }
}
