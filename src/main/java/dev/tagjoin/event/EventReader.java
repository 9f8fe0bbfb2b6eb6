package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagjoin.text.InvalidJsonException;
import dev.tagjoin.text.JsonNodes;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/**
 * Finds out which resources a request is about: the bytes of an event, however it was carried, to
 * {@link Finding}s. Thread-safe.
 *
 * <p>An event never says what to do, only where to look, so its tags are not read. Accepted are
 * CloudEvents (as one JSON object, as a batch, or with attributes in headers), the bare data of
 * one, a list of resources, and a timer of Function Compute; see {@code docs/events.md}. The body
 * decides, not the content type.
 *
 * <p>A well-formed event that is not ours, or that has something unusable where a known member
 * stands, is ignored with the reason. Only a request that is no event at all is malformed; in a
 * batch, one such element is ignored as long as another is an event. An empty batch has no
 * findings.
 */
public final class EventReader {
  /** The largest body in bytes, after unpacking. */
  public static final int MAX_BODY = 1024 * 1024;

  /** How many events one request may carry. */
  public static final int MAX_EVENTS = 1_000;

  /** How many findings one request may have: resources named, and events ignored as a whole. */
  public static final int MAX_FINDINGS = 5_000;

  private static final String EXPECTED =
      "a CloudEvents event, the data of an ActionTrail, Cloud Config or Tag event,"
          + " {\"resources\": [...]}, or an array of these expected";
  private static final int MAX_MEMBERS_SHOWN = 5;

  private final JsonReader json;
  private final List<Route> routes;

  /** Makes a reader that ignores the moves of others. */
  public EventReader(JsonReader json) {
    this(json, () -> false);
  }

  /**
   * Makes a reader.
   *
   * @param json reads bodies and the JSON inside texts
   * @param readsMoves whether a resource that somebody else moved to a group is to be looked at,
   *     which matters to a rule book with {@code follow}; asked for each such event. A move of the
   *     function's own is always looked at
   */
  public EventReader(JsonReader json, BooleanSupplier readsMoves) {
    this.json = json;
    this.routes =
        List.of(
            new TimerRoute(),
            new AuditRoute(json, readsMoves),
            new ConfigRoute(),
            new TagChangeRoute(json),
            new DirectRoute());
  }

  /**
   * Reads a request.
   *
   * @param body the body as it came, gzip or not, UTF-8
   * @param context what the transport knows
   * @return the findings in the order of the request: for each event at least one, for each
   *     resource one {@link Finding.Look} at most
   * @throws TooLargeException when the request is beyond one of the limits above
   * @throws MalformedEventException when the request is not an event, a batch or JSON at all
   */
  public List<Finding> read(byte[] body, EventContext context) throws MalformedEventException {
    byte[] plain = unpacked(body, context.contentEncoding());
    boolean isBinaryMode = context.attributes().containsKey("type");
    JsonNode root;
    try {
      root = json.read(plain);
    } catch (InvalidJsonException e) {
      if (!isBinaryMode) {
        throw new MalformedEventException(e);
      }
      // the data of a CloudEvent may be anything
      root = TextNode.valueOf("");
    }
    Findings findings = new Findings();
    if (isBinaryMode && (root == null || !(root.isArray() || isEnvelope(root)))) {
      JsonNode object = json.object(root);
      readEvent(
          new Event(
              "(ce headers)", attributes(context), "", object == null ? root : object, context),
          findings);
    } else if (root == null) {
      throw new MalformedEventException("", "an empty body found; " + EXPECTED);
    } else if (root.isArray()) {
      readBatch(root, context, findings);
    } else {
      String fault = readElement(root, "", context, findings);
      if (fault != null) {
        throw new MalformedEventException("", fault + " found; " + EXPECTED);
      }
    }
    return findings.all();
  }

  private void readBatch(JsonNode batch, EventContext context, Findings findings)
      throws MalformedEventException {
    if (batch.size() > MAX_EVENTS) {
      throw new TooLargeException(
          "", batch.size() + " events found, at most " + MAX_EVENTS + " expected");
    }
    int faults = 0;
    String firstFault = null;
    for (int i = 0; i < batch.size(); i++) {
      String fault = readElement(batch.get(i), "/" + i, context, findings);
      if (fault != null) {
        faults++;
        firstFault = firstFault == null ? fault : firstFault;
        findings.noEvent("element " + i + " is no event: " + fault + " found");
      }
    }
    if (faults > 0 && faults == batch.size()) {
      throw new MalformedEventException(
          "/0", "no event in the batch; first element: " + firstFault + " found; " + EXPECTED);
    }
  }

  /** Reads one element; gives what was found when it is no event, else {@code null}. */
  private String readElement(JsonNode element, String at, EventContext context, Findings findings)
      throws TooLargeException {
    // event streams may carry each event as a text
    JsonNode node = at.isEmpty() ? element : json.object(element);
    if (node == null || !node.isObject()) {
      return JsonNodes.kind(element);
    }
    Event event;
    if (isEnvelope(node)) {
      event = enveloped(node, at, context);
    } else {
      event = new Event(at, null, at, node, context);
    }
    return readEvent(event, findings) ? null : members(node);
  }

  /** Reads one event; gives whether it is one. */
  private boolean readEvent(Event event, Findings findings) throws TooLargeException {
    boolean isBare = event.attributes() == null;
    if (!findings.begin(event)) {
      return true;
    }
    if (event.data() != null && event.data().isObject()) {
      for (Route route : routes) {
        if (route.read(event, findings)) {
          return true;
        }
      }
    }
    if (!isBare) {
      findings.ignored(event, null, notOurs(event));
    }
    return !isBare;
  }

  private static String notOurs(Event event) {
    String source = JsonNodes.scalar(event.attributes(), "source");
    String what =
        "an event of type "
            + (event.type().isEmpty() ? "(none)" : PrintableText.of(event.type()))
            + " from "
            + (source == null ? "(none)" : PrintableText.of(source));
    if (JsonNodes.isAbsent(event.data())) {
      return what + " without data is not a tag change";
    }
    if (!event.data().isObject()) {
      return what + " whose data is not a JSON object is not a tag change";
    }
    return what + " is not a tag change";
  }

  private static boolean isEnvelope(JsonNode node) {
    return node.has("specversion")
        || ((node.has("data") || node.has("data_base64") || node.has("id"))
            && node.path("type").isTextual()
            && node.path("source").isTextual());
  }

  private Event enveloped(JsonNode envelope, String at, EventContext context) {
    JsonNode data = envelope.get("data");
    String dataAt = at + "/data";
    if (JsonNodes.isAbsent(data) && envelope.path("data_base64").isTextual()) {
      dataAt = at + "/data_base64";
      data = decoded(envelope.get("data_base64").textValue());
    }
    JsonNode object = json.object(data);
    return new Event(at, envelope, dataAt, object == null ? data : object, context);
  }

  /** The text that Base64 holds; an empty one for what is no Base64. */
  private static JsonNode decoded(String base64) {
    try {
      return TextNode.valueOf(
          new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return TextNode.valueOf("");
    }
  }

  private static ObjectNode attributes(EventContext context) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> attribute : context.attributes().entrySet()) {
      attributes.put(attribute.getKey(), attribute.getValue());
    }
    return attributes;
  }

  private static String members(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (names.size() == MAX_MEMBERS_SHOWN) {
        names.add("...");
        break;
      }
      names.add(PrintableText.of(member.getKey()));
    }
    return names.isEmpty()
        ? "an object without members"
        : "an object with " + String.join(", ", names);
  }

  /** Undoes gzip, and holds the limit while doing so. */
  private static byte[] unpacked(byte[] body, String encoding) throws MalformedEventException {
    String coding = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    boolean isKnown =
        switch (coding) {
          case "", "identity", "gzip", "x-gzip" -> true;
          default -> false;
        };
    if (!isKnown) {
      throw new MalformedEventException(
          "", "content encoding " + PrintableText.of(coding) + " found; gzip or none expected");
    }
    byte[] plain = body;
    // no JSON begins with these
    if (body.length > 2 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        plain = in.readNBytes(MAX_BODY + 1);
      } catch (IOException e) {
        throw new MalformedEventException("", "broken gzip: " + PrintableText.of(e.getMessage()));
      }
    }
    if (plain.length > MAX_BODY) {
      throw new TooLargeException("", "a body of more than " + MAX_BODY + " bytes found");
    }
    return plain;
  }
}
