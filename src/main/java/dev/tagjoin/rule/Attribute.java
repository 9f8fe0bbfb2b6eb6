package dev.tagjoin.rule;

import dev.tagjoin.resource.ResourceState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An attribute of a resource that a rule can test. Immutable.
 *
 * @param source where the value stands
 * @param key the tag's key for {@link Source#TAG}, else empty; case counts
 */
public record Attribute(Source source, String key) {
  /** What a tag's key follows in the language. */
  static final String TAG_PREFIX = "tag.";

  /** Where in a {@link ResourceState} an attribute stands. */
  public enum Source {
    TAG,
    NAME,
    KIND,
    REGION,
    ACCOUNT,
    ID,
    GROUP,
    VPC,
    VSWITCH;

    private final String word = name().toLowerCase(Locale.ROOT);
  }

  private static final Map<String, Source> SOURCES =
      Arrays.stream(Source.values())
          .filter(source -> source != Source.TAG)
          .collect(Collectors.toUnmodifiableMap(source -> source.word, source -> source));

  public Attribute {
    Objects.requireNonNull(source, "source");
    if ((source == Source.TAG) == key.isEmpty()) {
      throw new IllegalArgumentException("a tag needs a key, nothing else has one");
    }
  }

  /** The attribute that a word of the language names, or {@code null} when it names none. */
  public static Attribute of(String word) {
    if (word.startsWith(TAG_PREFIX)) {
      return word.length() == TAG_PREFIX.length()
          ? null
          : new Attribute(Source.TAG, word.substring(TAG_PREFIX.length()));
    }
    Source source = SOURCES.get(word);
    return source == null ? null : new Attribute(source, "");
  }

  /** Whether people choose its value: a tag or the name. */
  public boolean isFree() {
    return source == Source.TAG || source == Source.NAME;
  }

  /** The attribute's value, or {@code null} when the resource has none. */
  String in(ResourceState state) {
    return switch (source) {
      case TAG -> state.tags().get(key);
      case NAME -> state.name();
      case KIND -> state.ref().kind().type();
      case REGION -> state.ref().region();
      case ACCOUNT -> state.ref().account();
      case ID -> state.ref().id();
      case GROUP -> state.group();
      case VPC -> state.vpc();
      case VSWITCH -> state.vswitch();
    };
  }

  /** The word of the language, for example {@code tag.env}. */
  @Override
  public String toString() {
    return source == Source.TAG ? TAG_PREFIX + key : source.word;
  }
}
