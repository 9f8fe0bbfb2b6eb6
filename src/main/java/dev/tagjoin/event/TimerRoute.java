package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.JsonNodes;

/**
 * Reads what a timer trigger of Function Compute sends: {@code
 * {"triggerTime","triggerName","payload"}}.
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
    if (name == null) {
      findings.ignored(
          event,
          null,
          event.dataAt()
              + "/triggerName: "
              + JsonNodes.kind(data.get("triggerName"))
              + " found, the trigger's name expected");
    } else if (payload.isMissingNode() || payload.isNull()) {
      findings.timer(name, null);
    } else {
      findings.timer(name, payload.isTextual() ? payload.textValue() : payload.toString());
    }
    return true;
  }
}
