package dev.tagjoin.event;

import dev.tagjoin.resource.ResourceKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The words by which events name resource types. The same type is {@code ACS::ECS::DedicatedHost},
 * {@code DedicatedHost} or {@code ddh}, in any case, depending on who wrote the event.
 */
final class ResourceTypeWords {
  private static final String[] PREFIXES = {
    "acs::ecs::", "aliyun::ecs::", "acs:ecs:", "ecs::", "ecs:", "ecs.", "ecs/"
  };

  private static final Map<String, ResourceKind> BY_WORD = new HashMap<>();

  static {
    for (ResourceKind kind : ResourceKind.values()) {
      BY_WORD.put(normalized(kind.type()), kind);
      BY_WORD.put(normalized(kind.auditType()), kind);
    }
  }

  private ResourceTypeWords() {}

  /** The kind that a word means, or {@code null} for a type that cannot be joined. */
  static ResourceKind kind(String word) {
    return word == null ? null : BY_WORD.get(normalized(word));
  }

  /** Whether two words mean the same type, joinable or not. */
  static boolean isSame(String word, String other) {
    ResourceKind kind = kind(word);
    return kind == null ? normalized(word).equals(normalized(other)) : kind == kind(other);
  }

  private static String normalized(String word) {
    String plain = word.strip().toLowerCase(Locale.ROOT);
    for (String prefix : PREFIXES) {
      if (plain.startsWith(prefix)) {
        plain = plain.substring(prefix.length());
        break;
      }
    }
    // "security-group" and "security_group" are words of other services for the same type
    return plain.indexOf('-') < 0 && plain.indexOf('_') < 0
        ? plain
        : plain.replace("-", "").replace("_", "");
  }
}
