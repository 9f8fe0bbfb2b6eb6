package dev.tagjoin.sweep;

import dev.tagjoin.resource.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals cursors with a key that callers do not hold, so that nobody can write one. Thread-safe.
 *
 * <p>The key is derived from the secret of a long-lived access key, so that all instances open each
 * other's cursors. Temporary credentials change within hours: without a long-lived key each
 * instance draws a random one, and only opens its own cursors.
 */
public final class CursorSeal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "tagjoin sweep cursor 3".getBytes(StandardCharsets.UTF_8);
  private static final byte VERSION = 3;
  private static final int SEAL_BYTES = 16;
  private static final int MAX_TEXT = 64 << 10;

  private final Credentials credentials;

  /** Guarded by this. */
  private byte[] key;

  /**
   * @param credentials the credentials of the function's environment, or {@code null}
   */
  public CursorSeal(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Gives a text for URLs and JSON: version, seal, content. */
  String seal(byte[] content) {
    byte[] all = new byte[1 + SEAL_BYTES + content.length];
    all[0] = VERSION;
    System.arraycopy(mac(content), 0, all, 1, SEAL_BYTES);
    System.arraycopy(content, 0, all, 1 + SEAL_BYTES, content.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** Gives the content of a sealed text, or {@code null} when this seal did not make it. */
  byte[] open(String text) {
    if (text.length() > MAX_TEXT) {
      return null;
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (all.length <= 1 + SEAL_BYTES || all[0] != VERSION) {
      return null;
    }
    byte[] content = Arrays.copyOfRange(all, 1 + SEAL_BYTES, all.length);
    byte[] seal = Arrays.copyOfRange(all, 1, 1 + SEAL_BYTES);
    return MessageDigest.isEqual(seal, Arrays.copyOf(mac(content), SEAL_BYTES)) ? content : null;
  }

  private byte[] mac(byte[] content) {
    return hmac(key(), content);
  }

  private synchronized byte[] key() {
    if (key == null && credentials != null && credentials.token() == null) {
      key = hmac(credentials.secret().getBytes(StandardCharsets.UTF_8), PURPOSE);
    } else if (key == null) {
      key = new byte[32];
      new SecureRandom().nextBytes(key);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
