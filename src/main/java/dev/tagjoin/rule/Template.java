package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceState;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A group's name with placeholders, for example <code>team-{tag.team}</code>. Immutable.
 *
 * @param parts at least one; texts and placeholders in their order
 */
public record Template(List<Part> parts) {
  /** A text or a placeholder. */
  public sealed interface Part {}

  /** A text that stays as it is; never empty, without braces. */
  public record Literal(String text) implements Part {
    @Override
    public String toString() {
      return text;
    }
  }

  /** Replaced by an attribute's value. */
  public record Placeholder(Attribute attribute) implements Part {
    @Override
    public String toString() {
      return "{" + attribute + "}";
    }
  }

  public Template {
    parts = List.copyOf(parts);
  }

  /** The name for a resource, or {@code null} when it lacks one of the attributes. */
  String fill(ResourceState state) {
    if (parts.size() == 1 && parts.get(0) instanceof Placeholder place) {
      return place.attribute().in(state);
    }
    StringBuilder name = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Placeholder place) {
        String value = place.attribute().in(state);
        if (value == null) {
          return null;
        }
        name.append(value);
      } else {
        name.append(((Literal) part).text());
      }
    }
    return name.toString();
  }

  /** Whether the template is nothing but placeholders, so that its result can be any name. */
  public boolean isOpen() {
    return parts.stream().allMatch(part -> part instanceof Placeholder);
  }

  /** Whether some resource could fill in the template so that it gives this name. */
  public boolean canBe(String name) {
    int from = 0;
    boolean open = false;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Placeholder) {
        open = true;
        continue;
      }
      String text = ((Literal) parts.get(i)).text();
      if (i == parts.size() - 1 && open) {
        return name.length() - text.length() >= from && name.endsWith(text);
      }
      int at = open ? name.indexOf(text, from) : name.startsWith(text, from) ? from : -1;
      if (at < 0) {
        return false;
      }
      from = at + text.length();
      open = false;
    }
    return open || from == name.length();
  }

  /** The first attribute of the template that a resource lacks, or {@code null}. */
  Attribute missing(ResourceState state) {
    for (Part part : parts) {
      if (part instanceof Placeholder place && place.attribute().in(state) == null) {
        return place.attribute();
      }
    }
    return null;
  }

  /** As written. */
  @Override
  public String toString() {
    return parts.stream().map(Part::toString).collect(Collectors.joining());
  }
}
