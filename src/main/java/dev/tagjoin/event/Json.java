package dev.tagjoin.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * Turns bytes and texts into JSON trees within limits. Thread-safe.
 *
 * <p>The limits live in a factory of its own, so that they hold whatever the application's mapper
 * allows elsewhere.
 */
final class Json {
  static final int MAX_DEPTH = 64;

  /** EventBridge limits one event to 256 KB, so no text within an event is longer. */
  static final int MAX_TEXT = 256 * 1024;

  private final ObjectMapper mapper;
  private final JsonFactory factory;

  Json(ObjectMapper mapper) {
    this.mapper = mapper;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .build())
            // names come from outside: interning them would fill a table of the JVM's
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /**
   * Reads a whole document; a byte order mark is passed over.
   *
   * @return {@code null} when there is nothing but white space
   * @throws MalformedEventException when the bytes are not one JSON value within the limits
   */
  JsonNode parse(byte[] json) throws MalformedEventException {
    try (JsonParser parser = factory.createParser(json)) {
      return read(parser);
    } catch (StreamConstraintsException e) {
      JsonLocation at = e.getLocation();
      throw new MalformedEventException(
          at == null ? 0 : at.getLineNr(),
          at == null ? 0 : at.getColumnNr(),
          "JSON beyond the limits of "
              + MAX_DEPTH
              + " levels and "
              + MAX_TEXT
              + " characters per text: "
              + Texts.shown(plain(e.getOriginalMessage())));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new MalformedEventException(
          at == null ? 0 : at.getLineNr(),
          at == null ? 0 : at.getColumnNr(),
          "not JSON"
              + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr())
              + ": "
              + Texts.shown(plain(e.getOriginalMessage())));
    } catch (IOException e) {
      // nothing is read but memory: this is a character that its encoding does not know
      throw new MalformedEventException(0, 0, "not JSON: " + Texts.shown(e.getMessage()));
    }
  }

  /** Reads JSON within a text, or gives {@code null} when the text is not one JSON value. */
  JsonNode parseOrNull(String text) {
    try (JsonParser parser = factory.createParser(text)) {
      return read(parser);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The object that a value is, or that a text holds as JSON; {@code null} when it is neither.
   * Audit and Config events have both spellings.
   */
  JsonNode object(JsonNode node) {
    JsonNode value = node != null && node.isTextual() ? parseOrNull(node.textValue()) : node;
    return value != null && value.isObject() ? value : null;
  }

  private JsonNode read(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      return null;
    }
    JsonNode node = mapper.readTree(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more content after the end of the first value");
    }
    return node;
  }

  /** Whether there is nothing to read: no node, {@code null} or an empty text. */
  static boolean isAbsent(JsonNode node) {
    return node == null
        || node.isNull()
        || node.isMissingNode()
        || (node.isTextual() && node.textValue().isEmpty());
  }

  /** A non-empty text or whole number as a text, else {@code null}. */
  static String scalar(JsonNode node) {
    if (isAbsent(node)) {
      return null;
    }
    return node.isTextual() || node.isIntegralNumber() ? node.asText() : null;
  }

  /** The {@link #scalar} of a member, or {@code null}; {@code parent} may be {@code null}. */
  static String scalar(JsonNode parent, String member) {
    return parent == null ? null : scalar(parent.get(member));
  }

  /** The JSON pointer (RFC 6901) of a member. */
  static String pointer(String at, String member) {
    String token = member;
    if (token.indexOf('~') >= 0 || token.indexOf('/') >= 0) {
      token = token.replace("~", "~0").replace("/", "~1");
    }
    return at + "/" + token;
  }

  /**
   * Jackson's messages go on in brackets about where a parent began and how to configure Jackson.
   */
  private static String plain(String message) {
    int end = message.indexOf(" (start marker at");
    return end < 0 ? message : message.substring(0, end);
  }
}
