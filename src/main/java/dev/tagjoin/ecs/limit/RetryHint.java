package dev.tagjoin.ecs.limit;

import java.util.Locale;
import java.util.Map;

/**
 * Reads from an answer's headers how long to wait before the next call.
 *
 * <p>{@code Retry-After} in seconds, as HTTP has it; and {@code X-RateLimit-User-API} and {@code
 * X-RateLimit-User}, in the form {@code Remain:0,TimeLeft:30} that the vendor's SDK reads. Its unit
 * is not published. Milliseconds are assumed: if that is wrong, the wait is too short rather than
 * too long, and the next throttled call repeats it.
 */
public final class RetryHint {
  private RetryHint() {}

  /** A longer wait is cut: nothing that ECS limits takes longer to recover. */
  static final long MAX_MILLIS = 60_000;

  /** The wait in milliseconds, at most a minute; 0 when the headers name none that can be read. */
  public static long millis(Map<String, String> headers) {
    long millis = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String value = header.getValue();
      if (value == null) {
        continue;
      }
      millis =
          switch (header.getKey().toLowerCase(Locale.ROOT)) {
            case "retry-after" -> Math.max(millis, 1_000 * number(value.strip()));
            case "x-ratelimit-user-api", "x-ratelimit-user" -> Math.max(millis, timeLeft(value));
            default -> millis;
          };
    }
    return Math.min(millis, MAX_MILLIS);
  }

  /** The time left of a limit that is used up; 0 while something remains. */
  private static long timeLeft(String value) {
    long remain = 0;
    long left = 0;
    for (String part : value.split(",", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        long number = number(part.substring(colon + 1).strip());
        switch (part.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
          case "remain" -> remain = number;
          case "timeleft" -> left = number;
          default -> {}
        }
      }
    }
    return remain > 0 ? 0 : left;
  }

  /** A whole number of at most nine digits; 0 for anything else. */
  private static long number(String text) {
    if (text.isEmpty() || text.length() > 9) {
      return 0;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }
}
