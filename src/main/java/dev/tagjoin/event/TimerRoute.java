package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;

/**
 * Reads what a timer trigger of Function Compute sends: {@code
 * {"triggerTime","triggerName","payload"}}. What the payload asks for is not looked at here.
 * Thread-safe.
 */
final class TimerRoute implements Route {
  @Override
  public boolean read(Event event, Findings findings) throws TooLargeException {
    JsonNode data = event.data();
    if (event.attributes() != null || !data.has("triggerTime") || !data.has("triggerName")) {
      return false;
    }
    String name = JsonNodes.scalar(data, "triggerName");
    JsonNode payload = data.path("payload");
    findings.timer(
        name == null ? "(unnamed)" : name,
        payload.isMissingNode() || payload.isNull()
            ? null
            : payload.isTextual() ? payload.textValue() : payload.toString());
    return true;
  }
}
