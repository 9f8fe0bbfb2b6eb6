package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceState;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A group's name with places that a resource fills, for example <code>team-{tag.team}</code>.
 *
 * @param parts at least one; texts and places in their order
 */
public record Template(List<Part> parts) {
  /** A text, or a place for an attribute. */
  public sealed interface Part {}

  /** A text that stays as it is; never empty, without braces. */
  public record Text(String text) implements Part {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A place that an attribute's value fills. */
  public record Place(Attribute attribute) implements Part {
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
    if (parts.size() == 1 && parts.get(0) instanceof Place place) {
      return place.attribute().in(state);
    }
    StringBuilder name = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Place place) {
        String value = place.attribute().in(state);
        if (value == null) {
          return null;
        }
        name.append(value);
      } else {
        name.append(((Text) part).text());
      }
    }
    return name.toString();
  }

  /** Whether the template is nothing but places, so that it could read anything. */
  boolean isOpen() {
    return parts.stream().allMatch(part -> part instanceof Place);
  }

  /** Whether some resource could make the template read so. */
  boolean canBe(String name) {
    int from = 0;
    boolean open = false;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Place) {
        open = true;
        continue;
      }
      String text = ((Text) parts.get(i)).text();
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
      if (part instanceof Place place && place.attribute().in(state) == null) {
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
