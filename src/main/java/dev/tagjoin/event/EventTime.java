package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Reads the time of an event in the spellings that events of Alibaba Cloud have: RFC 3339, the same
 * with another zone ({@code 2020-11-19T21:04:42.179PRC}) or without one (UTC), and seconds or
 * milliseconds since 1970 as a number or a text (or smaller fractions); also the basic form of ISO
 * 8601 and the date of HTTP headers.
 *
 * <p>The usual spelling is parsed by hand, because every event has one and a formatter costs more
 * than the rest of the event.
 */
public final class EventTime {
  private static final int MAX_SECONDS_DIGITS = 11;
  private static final int MAX_MILLIS_DIGITS = 15;
  private static final int MAX_DIGITS = 19;
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  private EventTime() {}

  /**
   * The time of an event: from the first of the members that has one, else from the CloudEvents
   * attributes {@code time} and {@code aliyunpublishtime}; {@code null} when none can be read.
   */
  static Instant of(Event event, JsonNode data, String... members) {
    for (String member : members) {
      Instant time = parse(JsonNodes.scalar(data, member));
      if (time != null) {
        return time;
      }
    }
    Instant time = parse(JsonNodes.scalar(event.attributes(), "time"));
    return time != null ? time : parse(JsonNodes.scalar(event.attributes(), "aliyunpublishtime"));
  }

  /** Reads a time; {@code null} for {@code null} and for what is no time. */
  public static Instant parse(String text) {
    if (text == null) {
      return null;
    }
    String time = text.strip();
    try {
      if (digits(time, 0) == time.length()) {
        return sinceEpoch(time);
      }
      if (time.indexOf(',') == "Mon".length()) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(time, Instant::from);
      }
      if (time.indexOf('T') == "20260101".length()) {
        time = time.replaceFirst("(....)(..)(..T..)(..)", "$1-$2-$3:$4:");
      }
      return time.length() < "2026-01-01T00:00".length() ? null : dateTime(time);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant sinceEpoch(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return null;
    }
    if (digits.length() > MAX_MILLIS_DIGITS) {
      // microseconds or nanoseconds
      return sinceEpoch(digits.substring(0, digits.length() - 3));
    }
    long number = Long.parseLong(digits);
    return digits.length() <= MAX_SECONDS_DIGITS
        ? Instant.ofEpochSecond(number)
        : Instant.ofEpochMilli(number);
  }

  /** {@code 2026-03-09T11:22[:33[.123]][zone]}; other separators than these are accepted too. */
  private static Instant dateTime(String time) {
    int second = 0;
    int nanos = 0;
    int end = 16;
    if (end < time.length() && time.charAt(end) == ':') {
      second = number(time, 17, 2);
      end = 19;
    }
    if (end < time.length() && (time.charAt(end) == '.' || time.charAt(end) == ',')) {
      int fraction = end + 1;
      end = digits(time, fraction);
      for (int i = 0; i < 9; i++) {
        nanos = nanos * 10 + (fraction + i < end ? time.charAt(fraction + i) - '0' : 0);
      }
    }
    LocalDateTime local =
        LocalDateTime.of(
            number(time, 0, 4),
            number(time, 5, 2),
            number(time, 8, 2),
            number(time, 11, 2),
            number(time, 14, 2),
            second,
            nanos);
    return local.toInstant(offset(time.substring(end).strip(), local));
  }

  private static ZoneOffset offset(String zone, LocalDateTime local) {
    int bracket = zone.indexOf('[');
    String name = bracket > 0 ? zone.substring(0, bracket) : zone;
    return switch (name) {
      case "", "Z", "z" -> ZoneOffset.UTC;
      // in the vendor's samples CST is China Standard Time
      case "PRC", "CST", "Asia/Shanghai", "+08:00", "+0800" -> CHINA;
      default -> ZoneId.of(name).getRules().getOffset(local);
    };
  }

  /** The index behind the digits that begin at {@code from}. */
  static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int number(String text, int from, int length) {
    int number = 0;
    for (int i = from; i < from + length; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c < '0' || c > '9') {
        throw new DateTimeException("no digit");
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
