package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagjoin.text.InvalidJsonException;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Finds out which resources a request is about: the bytes of an event, however it was carried, to
 * {@link Finding}s. Thread-safe.
 *
 * <p>An event never says what to do, only where to look, so its tags are not read. Accepted are
 * CloudEvents (as one JSON object, as a batch, or with attributes in headers), the bare data of
 * one, a list of resources, a timer of Function Compute, and messages that carry any of these; see
 * {@code docs/events.md}. The body decides, not the content type.
 *
 * <p>A well-formed event that is not ours, or that has something unusable where a known member
 * stands, is ignored with the reason. Only a request that is no event at all is malformed; in a
 * batch, one such element is ignored as long as another is an event. An empty batch has no
 * findings.
 */
public final class EventReader {
  /** The largest body in bytes, after unpacking. */
  public static final int MAX_BODY = 1024 * 1024;

  /** The most events in one request. */
  public static final int MAX_EVENTS = 1_000;

  /** The most findings of one request: resources named, and events ignored as a whole. */
  public static final int MAX_FINDINGS = 5_000;

  /** The most envelopes around an event: a failed replay of a replay is wrapped again. */
  private static final int MAX_ENVELOPES = 6;

  private static final int MAX_MEMBERS_SHOWN = 5;
  private static final String EXPECTED =
      "; send a CloudEvents event, the data of an ActionTrail, Cloud Config or Tag event,"
          + " {\"resources\": [...]}, or an array of these";

  private final JsonReader json;
  private final CarriedEvents carried;
  private final List<Route> routes;

  /**
   * Makes a reader.
   *
   * @param readsMoves whether a resource that somebody else moved to a group is to be looked at,
   *     which matters to a rule book with {@code follow}; asked for each such event. A move of the
   *     function's own is always looked at
   */
  public EventReader(JsonReader json, BooleanSupplier readsMoves) {
    this.json = json;
    this.carried = new CarriedEvents(json);
    this.routes =
        List.of(
            new TimerRoute(),
            new ConfigRoute(json),
            new AuditRoute(json, readsMoves),
            new TagChangeRoute(json),
            new DirectRoute());
  }

  /**
   * Reads a request.
   *
   * @param body the body as it came, gzip or not, UTF-8
   * @return the findings in the order of the request: for each event at least one, for each
   *     resource one {@link Finding.Look} at most
   * @throws TooLargeException when the request is beyond one of the limits above
   * @throws MalformedEventException when the request is not an event, a batch or JSON at all
   */
  public List<Finding> read(byte[] body, EventContext context) throws MalformedEventException {
    byte[] plain = Encodings.unpacked(body, context.contentEncoding());
    JsonNode root = root(plain, context);
    Findings findings = new Findings();
    try {
      readAny(root, "", context, findings, 0);
    } catch (NoEventException e) {
      throw new MalformedEventException(e.pointer(), e.getMessage() + EXPECTED);
    }
    return findings.all();
  }

  /** The body, or what a queue had encoded as Base64 or as JSON in a text. */
  private JsonNode root(byte[] plain, EventContext context) throws MalformedEventException {
    try {
      JsonNode root = json.read(plain);
      JsonNode content = Encodings.content(json, root);
      return content == null ? root : content;
    } catch (InvalidJsonException e) {
      String decoded = Encodings.base64(new String(plain, StandardCharsets.ISO_8859_1));
      JsonNode content =
          decoded == null ? null : Encodings.content(json, TextNode.valueOf(decoded));
      if (content == null && !Event.isBinary(context)) {
        throw new MalformedEventException(e);
      }
      // the data of a CloudEvent in binary mode may be anything
      return content == null ? TextNode.valueOf("") : content;
    }
  }

  /** Something that is no event; the outermost reader adds what was expected. */
  private static final class NoEventException extends MalformedEventException {
    private static final long serialVersionUID = 1;

    NoEventException(String pointer, String message) {
      super(pointer, message);
    }
  }

  /**
   * Reads one event or a batch.
   *
   * @param envelopes how many messages were opened to get there
   */
  private void readAny(
      JsonNode node, String at, EventContext context, Findings findings, int envelopes)
      throws MalformedEventException {
    if (node != null && node.isArray()) {
      readBatch(node, at, context, findings, envelopes);
    } else if (Event.isBinary(context) && (node == null || !Event.isEnvelope(node))) {
      readEvent(Event.binary(json, node, at, context), findings, envelopes);
    } else if (node == null) {
      throw new NoEventException(at, "an empty body is not an event");
    } else {
      readElement(node, at, context, findings, envelopes);
    }
  }

  private void readBatch(
      JsonNode batch, String at, EventContext context, Findings findings, int envelopes)
      throws MalformedEventException {
    if (batch.size() > MAX_EVENTS) {
      throw new TooLargeException(
          at, batch.size() + " events are too many; send at most " + MAX_EVENTS + " at once");
    }
    int errors = 0;
    String firstError = null;
    for (int i = 0; i < batch.size(); i++) {
      // event streams may carry each event as a text
      JsonNode object = json.object(batch.get(i));
      JsonNode element = object == null ? batch.get(i) : object;
      try {
        readElement(element, at + "/" + i, context, findings, envelopes);
      } catch (TooLargeException e) {
        throw e;
      } catch (MalformedEventException e) {
        errors++;
        firstError = firstError == null ? e.getMessage() : firstError;
        findings.noEvent("element " + i + ": " + e.getMessage());
      }
    }
    if (errors > 0 && errors == batch.size()) {
      throw new NoEventException(at + "/0", "no event in the batch; first element: " + firstError);
    }
  }

  private void readElement(
      JsonNode node, String at, EventContext context, Findings findings, int envelopes)
      throws MalformedEventException {
    if (!node.isObject()) {
      throw new NoEventException(at, JsonNodes.kind(node) + " is not an event");
    }
    Event event =
        Event.isEnvelope(node)
            ? Event.enveloped(json, node, at, context)
            : new Event(at, null, at, node, context);
    readEvent(event, findings, envelopes);
  }

  private void readEvent(Event event, Findings findings, int envelopes)
      throws MalformedEventException {
    if (!findings.begin(event)) {
      return;
    }
    boolean isBare = event.attributes() == null;
    JsonNode data = event.data();
    if (data != null && data.isObject()) {
      for (Route route : routes) {
        if (route.read(event, findings)) {
          return;
        }
      }
    }
    if (data != null && data.isContainerNode() && readCarried(event, findings, envelopes)) {
      return;
    }
    if (isBare) {
      throw new NoEventException(event.at(), members(data) + " is not an event");
    }
    findings.ignored(event, null, notOurs(event));
  }

  /** Reads what a message carries; returns whether that is an event. */
  private boolean readCarried(Event event, Findings findings, int envelopes)
      throws MalformedEventException {
    CarriedEvents.Carried inner =
        envelopes == MAX_ENVELOPES ? null : carried.open(event.data(), event.dataAt());
    if (inner == null) {
      return false;
    }
    // the data of another product may only look like a message
    boolean isMessage = event.attributes() == null || inner.isFailedCall();
    if (inner.content().isArray() && inner.content().isEmpty()) {
      if (isMessage) {
        findings.ignored(event, null, inner.at() + " is empty");
      }
      return isMessage;
    }
    int before = findings.size();
    findings.reopen(event);
    try {
      readAny(
          inner.content(),
          inner.at(),
          event.context().with(inner.headers()),
          findings,
          envelopes + 1);
    } catch (NoEventException | TooLargeException e) {
      if (isMessage || findings.isWantedFrom(before)) {
        throw e;
      }
    }
    boolean isWanted = isMessage || findings.isWantedFrom(before);
    if (!isWanted) {
      findings.removeFrom(before);
    }
    return isWanted;
  }

  private static String notOurs(Event event) {
    String source = JsonNodes.scalar(event.attributes(), "source");
    JsonNode data = event.data();
    return "an event of type "
        + (event.type().isEmpty() ? "(none)" : PrintableText.of(event.type()))
        + " from "
        + (source == null ? "(none)" : PrintableText.of(source))
        + (JsonNodes.isAbsent(data)
            ? " without data"
            : data.isObject() ? "" : " whose data is not a JSON object")
        + " is not a tag change";
  }

  private static String members(JsonNode object) {
    if (object.isEmpty()) {
      return "an object without members";
    }
    return object.properties().stream()
        .limit(MAX_MEMBERS_SHOWN)
        .map(member -> PrintableText.of(member.getKey()))
        .collect(
            Collectors.joining(
                ", ", "an object with ", object.size() > MAX_MEMBERS_SHOWN ? ", ..." : ""));
  }
}
