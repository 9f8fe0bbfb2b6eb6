package dev.tagjoin.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;

/**
 * Reads JSON from outside into trees, within limits on depth and lengths. Thread-safe.
 *
 * <p>A document is one value: a second value behind the first and a member that appears twice are
 * errors, because two readers could understand them differently. A byte order mark is skipped.
 */
public final class JsonReader {
  /** The deepest nesting of arrays and objects. */
  public static final int MAX_DEPTH = 64;

  /** The longest text in characters. EventBridge limits a whole event to 256 KB. */
  public static final int MAX_TEXT = 256 * 1024;

  /** The longest number in digits. */
  public static final int MAX_DIGITS = 1_000;

  /** The longest name of a member in characters. */
  public static final int MAX_NAME = 50_000;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final JsonFactory factory;
  private final ObjectReader document;
  private final ObjectReader part;

  /** Makes a reader with a mapper of its own. */
  public JsonReader() {
    this(new ObjectMapper());
  }

  /** Makes a reader. */
  public JsonReader(ObjectMapper mapper) {
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(MAX_DIGITS)
                    .maxNameLength(MAX_NAME)
                    .build())
            // names come from outside: interning them would fill a table of the JVM
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    this.part = mapper.readerFor(JsonNode.class);
    this.document = part.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  }

  /**
   * Reads a document.
   *
   * @param json UTF-8, with or without a byte order mark
   * @return the value, or {@code null} when there is nothing but white space
   * @throws InvalidJsonException when it is not one JSON value within the limits
   */
  public JsonNode read(byte[] json) throws InvalidJsonException {
    try (JsonParser parser = factory.createParser(json)) {
      return document(parser);
    } catch (IOException e) {
      throw invalid(e);
    }
  }

  /** Reads a document from characters, otherwise like {@link #read(byte[])}. */
  public JsonNode read(String json) throws InvalidJsonException {
    try (JsonParser parser = factory.createParser(withoutMark(json))) {
      return document(parser);
    } catch (IOException e) {
      throw invalid(e);
    }
  }

  /**
   * Reads JSON that is embedded in a text of a document. A repeated member is no error here: the
   * last one counts.
   *
   * @return the value, or {@code null} when the text is not one JSON value within the limits
   */
  public JsonNode readOrNull(String json) {
    try (JsonParser parser = factory.createParser(withoutMark(json))) {
      return value(parser, part);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The object that a value is or that a text holds as JSON, or {@code null} when it is neither.
   * Audit and Config events have both spellings.
   */
  public JsonNode object(JsonNode node) {
    JsonNode value = node != null && node.isTextual() ? readOrNull(node.textValue()) : node;
    return value != null && value.isObject() ? value : null;
  }

  private JsonNode document(JsonParser parser) throws IOException, InvalidJsonException {
    try {
      return value(parser, document);
    } catch (MismatchedInputException e) {
      // a tree accepts every value, so this can only be a repeated member
      throw new InvalidJsonException(
          "the member appears twice",
          PrintableText.of(parser.getParsingContext().pathAsPointer().toString()),
          parser.currentLocation());
    }
  }

  private static JsonNode value(JsonParser parser, ObjectReader reader) throws IOException {
    if (parser.nextToken() == null) {
      return null;
    }
    JsonNode node = reader.readTree(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more content after the end of the first value");
    }
    return node;
  }

  private static InvalidJsonException invalid(IOException e) {
    if (!(e instanceof JsonProcessingException json)) {
      // only memory is read, so this is a byte sequence that its encoding does not know
      return new InvalidJsonException("not JSON: " + PrintableText.of(e.getMessage()), null, null);
    }
    JsonLocation at = json.getLocation();
    String place =
        at == null || at.getLineNr() < 1
            ? ""
            : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    String problem =
        json instanceof StreamConstraintsException
            ? ("JSON beyond the limits of %s levels, %s characters per text, %s characters per name"
                    + " and %s digits per number%s")
                .formatted(MAX_DEPTH, MAX_TEXT, MAX_NAME, MAX_DIGITS, place)
            : "not JSON" + place + ": " + PrintableText.of(plain(json.getOriginalMessage()));
    return new InvalidJsonException(problem, null, at);
  }

  private static String withoutMark(String json) {
    return json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json;
  }

  /** Cuts off where the parent began and how to configure Jackson. */
  private static String plain(String message) {
    int end = message.length();
    for (String tail : new String[] {" (start marker at", ": enable `"}) {
      int at = message.indexOf(tail);
      end = at < 0 ? end : Math.min(end, at);
    }
    return message.substring(0, end);
  }
}
