package dev.tagjoin.event;

import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.text.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads requests and writes findings as one line each, so that a test can show what it expects. */
final class Lines {
  private static final EventReader READER = new EventReader(new JsonReader(), () -> false);

  private Lines() {}

  static List<String> read(String body) throws MalformedEventException {
    return read(body, new EventContext(Map.of(), null, null, null));
  }

  static List<String> read(String body, EventContext context) throws MalformedEventException {
    return read(body.getBytes(StandardCharsets.UTF_8), context);
  }

  static List<String> read(byte[] body, EventContext context) throws MalformedEventException {
    return of(READER.read(body, context));
  }

  static List<String> of(List<Finding> findings) {
    return findings.stream().map(Lines::of).toList();
  }

  private static String of(Finding finding) {
    if (finding instanceof Finding.Look look) {
      ResourceRef ref = look.ref();
      return String.format(
          "look %s %s %s %s %s%s",
          look.event(),
          ref.kind(),
          ref.id(),
          ref.region(),
          ref.account(),
          look.eventTime() == null ? "" : " at " + look.eventTime());
    }
    if (finding instanceof Finding.Ignored ignored) {
      Subject about = ignored.subject();
      return String.format(
          "ignored %s%s: %s",
          ignored.event(),
          about == null
              ? ""
              : String.format(
                  " %s %s %s %s", about.type(), about.id(), about.region(), about.account()),
          ignored.reason());
    }
    Finding.Timer timer = (Finding.Timer) finding;
    return "timer " + timer.triggerName() + " " + timer.payload();
  }
}
