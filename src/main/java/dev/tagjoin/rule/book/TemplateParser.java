package dev.tagjoin.rule.book;

import static dev.tagjoin.rule.DisplayText.quote;

import dev.tagjoin.rule.Attribute;
import dev.tagjoin.rule.Template;
import java.util.ArrayList;
import java.util.List;

/** Turns texts with placeholders into {@link Template}s. */
final class TemplateParser {
  private static final List<String> PLACEHOLDERS =
      List.of("tag.<key>", "name", "region", "account");

  private TemplateParser() {}

  /** Whether a text has placeholders, or is meant to have some. */
  static boolean isTemplate(String text) {
    return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
  }

  /** The template; {@code null} after an error. */
  static Template parse(Yaml.Node at, String text, NodeReader reader) {
    List<Template.Part> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int open = text.indexOf('{', start);
      int close = text.indexOf('}', start);
      if (open < 0 && close < 0) {
        parts.add(new Template.Literal(text.substring(start)));
        break;
      }
      if (open < 0 || close < open) {
        reader.error(
            at,
            "a brace in %s has no counterpart; write a placeholder as in \"{tag.team}\"",
            quote(text));
        return null;
      }
      if (open > start) {
        parts.add(new Template.Literal(text.substring(start, open)));
      }
      String word = text.substring(open + 1, close);
      Attribute attribute = word.indexOf('{') < 0 ? Attribute.of(word) : null;
      if (attribute == null || !canFillIn(attribute)) {
        reader.error(at, reader.unknownAttribute("placeholder", word, PLACEHOLDERS));
        return null;
      }
      parts.add(new Template.Placeholder(attribute));
      start = close + 1;
    }
    return new Template(parts);
  }

  private static boolean canFillIn(Attribute attribute) {
    return switch (attribute.source()) {
      case TAG, NAME, REGION, ACCOUNT -> true;
      case KIND, ID, GROUP, VPC, VSWITCH -> false;
    };
  }
}
