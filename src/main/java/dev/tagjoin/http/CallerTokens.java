package dev.tagjoin.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The shared secrets of {@code TAGJOIN_TOKEN}: one, or two while they are rotated. Immutable.
 *
 * <p>Only digests are kept, so that neither a log nor the time of a comparison can tell a token.
 */
public final class CallerTokens {
  /** The fewest characters of a token. */
  public static final int MIN_LENGTH = 16;

  private static final int MAX_TOKENS = 2;

  private final List<byte[]> digests = new ArrayList<>();

  /**
   * Reads the setting.
   *
   * @param setting the tokens, separated by a comma; blanks and line breaks around a token do not
   *     belong to it
   * @throws IllegalArgumentException when a token is too short or there are more than two
   */
  public CallerTokens(String setting) {
    for (String token : setting.split(",", -1)) {
      String stripped = token.strip();
      if (stripped.length() < MIN_LENGTH) {
        throw new IllegalArgumentException(
            "TAGJOIN_TOKEN: a token is shorter than "
                + MIN_LENGTH
                + " characters; use a long random text");
      }
      digests.add(digest(stripped));
    }
    if (digests.size() > MAX_TOKENS) {
      throw new IllegalArgumentException(
          "TAGJOIN_TOKEN: more than two tokens; give the new one and the old one while you rotate");
    }
  }

  /** Whether a caller showed one of the tokens; {@code null} is none. */
  boolean contain(String shown) {
    if (shown == null) {
      return false;
    }
    byte[] digest = digest(shown.strip());
    boolean found = false;
    for (byte[] known : digests) {
      // every token is compared, so that the time does not tell which one matched
      found |= MessageDigest.isEqual(digest, known);
    }
    return found;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
