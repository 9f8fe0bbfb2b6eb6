package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Collection;
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

  /** The texts between the placeholders. */
  public List<String> literals() {
    return parts.stream().filter(part -> part instanceof Literal).map(Part::toString).toList();
  }

  /** Whether a tag or a name fills a placeholder, so that whoever may set it chooses the group. */
  public boolean isFree() {
    return parts.stream().anyMatch(Template::isFree);
  }

  private static boolean isFree(Part part) {
    return part instanceof Placeholder place && place.attribute().isFree();
  }

  /**
   * Those of the names that different values could give, as {@code a-b} with {@code c} and {@code
   * a} with {@code b-c} do for <code>{tag.x}-{tag.y}</code>.
   */
  public List<String> ambiguous(Collection<String> names) {
    return parts.stream().filter(Template::isFree).count() > 1
        ? names.stream().filter(name -> splits(0, name, 0) > 1).toList()
        : List.of();
  }

  /** How many ways there are to fill the parts from a place on, counted up to 2. */
  private int splits(int part, String name, int from) {
    if (part == parts.size()) {
      return from == name.length() ? 1 : 0;
    }
    if (parts.get(part) instanceof Literal literal) {
      return name.startsWith(literal.text(), from)
          ? splits(part + 1, name, from + literal.text().length())
          : 0;
    }
    Attribute.Source source = ((Placeholder) parts.get(part)).attribute().source();
    int splits = 0;
    for (int to = from; to <= name.length() && splits < 2; to++) {
      String value = name.substring(from, to);
      boolean isPossible =
          switch (source) {
            case REGION -> ResourceRef.isRegion(value);
            case ACCOUNT -> ResourceRef.isAccount(value);
            default -> true;
          };
      splits += isPossible ? splits(part + 1, name, to) : 0;
    }
    return Math.min(splits, 2);
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
