package dev.tagjoin.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Undoes what transports do to the bytes and texts of an event. */
final class Encodings {
  private static final Set<String> CODINGS = Set.of("", "identity", "gzip", "x-gzip");

  private Encodings() {}

  /**
   * Unpacks a body that begins as gzip does, and holds the limit while doing so.
   *
   * @param encoding the {@code Content-Encoding}, or {@code null}
   */
  static byte[] unpacked(byte[] body, String encoding) throws MalformedEventException {
    String coding = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
    if (!CODINGS.contains(coding)) {
      throw new MalformedEventException(
          "",
          "content encoding " + PrintableText.of(coding) + " is not supported; use gzip or none");
    }
    byte[] plain = body;
    // no JSON begins with these
    if (body.length > 2 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        plain = in.readNBytes(EventReader.MAX_BODY + 1);
      } catch (IOException e) {
        throw new MalformedEventException("", "broken gzip: " + PrintableText.of(e.getMessage()));
      }
    }
    if (plain.length > EventReader.MAX_BODY) {
      throw new TooLargeException(
          "", "a body of more than " + EventReader.MAX_BODY + " bytes found");
    }
    return plain;
  }

  /**
   * The object or array that a value is or holds: as JSON in a text, or as that in Base64; {@code
   * null} when it is neither.
   */
  static JsonNode content(JsonReader json, JsonNode value) {
    JsonNode content = value;
    // a text within a text: some senders encode the event and then the message
    for (int depth = 0; depth < 4 && content != null && content.isTextual(); depth++) {
      String text = content.textValue();
      content = json.readOrNull(text);
      if (content == null || content.isNumber()) {
        String decoded = base64(text);
        content = decoded == null ? null : TextNode.valueOf(decoded);
      }
    }
    return content != null && content.isContainerNode() ? content : null;
  }

  /**
   * The UTF-8 text that Base64 holds, or {@code null} when it is no Base64. Both alphabets are
   * read, with or without padding, line breaks and blanks.
   */
  static String base64(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        plain.append(c == '-' ? '+' : c == '_' ? '/' : c);
      }
    }
    while (plain.length() > 0 && plain.charAt(plain.length() - 1) == '=') {
      plain.setLength(plain.length() - 1);
    }
    try {
      return new String(Base64.getDecoder().decode(plain.toString()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The value of a CloudEvents header: quotes are taken off, then percent-encoding is undone
   * (CloudEvents, HTTP protocol binding, section 3.1.3.2). A percent sign without two hexadecimal
   * digits stays.
   */
  static String headerValue(String header) {
    String value = header.strip();
    if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1);
      value = value.indexOf('\\') < 0 ? value : value.replaceAll("(?s)\\\\(.)", "$1");
    }
    if (value.indexOf('%') < 0) {
      return value;
    }
    String wellFormed = value.replaceAll("%(?!\\p{XDigit}{2})", "%25");
    // a plus sign is itself here, unlike in a form
    return URLDecoder.decode(wellFormed.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
