package dev.tagjoin.ecs;

import dev.tagjoin.resource.Credentials;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes the secrets of one call out of text that came from outside: error messages repeat the
 * string to sign, URLs, headers. Immutable.
 */
final class SecretFilter {
  /** A longer message is cut. */
  static final int MAX_MESSAGE = 1_000;

  /** A longer code or request id is cut. */
  static final int MAX_NAME = 128;

  /** A shorter text is no secret, and would be found inside of words. */
  private static final int MIN_LENGTH = 4;

  private static final String SUBSTITUTE = "***";

  private final List<String> secrets = new ArrayList<>();

  /**
   * @param credentials those that signed the call, or {@code null}
   * @param url the URL of the call, whose signature is a secret as well, or {@code null}
   */
  SecretFilter(Credentials credentials, String url) {
    if (credentials != null) {
      // the longest ones first: a shorter one may be a part of them
      add(credentials.token());
      add(credentials.secret());
      add(credentials.id());
    }
    if (url != null) {
      int start = url.indexOf("Signature=");
      if (start >= 0) {
        int end = url.indexOf('&', start);
        String encoded = url.substring(start + "Signature=".length(), end < 0 ? url.length() : end);
        add(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
      }
    }
  }

  private void add(String secret) {
    if (secret == null || secret.length() < MIN_LENGTH) {
      return;
    }
    String once = encoded(secret);
    String twice = encoded(once);
    // twice encoded first: it may contain the others
    secrets.add(twice);
    secrets.add(once);
    secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    secrets.add(secret);
  }

  /** Percent-encoded as the signature has it: {@code %20} rather than {@code +}. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** A message without the secrets, cut to {@value #MAX_MESSAGE} characters. */
  String message(String text) {
    return clean(text, MAX_MESSAGE);
  }

  /** A code or an id without the secrets, cut to {@value #MAX_NAME} characters. */
  String name(String text) {
    return clean(text, MAX_NAME);
  }

  private String clean(String text, int max) {
    if (text == null) {
      return null;
    }
    // cut twice: replacing must not take long, nor may a cut leave the beginning of a secret
    String clean = text.length() > 64 * max ? text.substring(0, 64 * max) : text;
    for (String secret : secrets) {
      // without regard to case: %2B is %2b as well
      clean =
          Pattern.compile(secret, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
              .matcher(clean)
              .replaceAll(SUBSTITUTE);
    }
    return clean.length() <= max ? clean : clean.substring(0, max) + "...";
  }
}
