package dev.tagjoin.app;

import dev.tagjoin.rule.Nearest;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** Knows the names of all settings, so that a misspelt one stops the start. */
final class SettingNames {
  private static final String PREFIX = "tagjoin.";

  static final List<String> KNOWN = TagjoinConfig.names();

  private SettingNames() {}

  /**
   * @throws ConfigurationException when a name is not known; the message names the nearest
   */
  static void check(Config config, Collection<String> environment) {
    Set<String> unknown = unknownVariables(environment);
    for (String name : config.getPropertyNames()) {
      // the environment shows up once more, under names guessed from its variables
      if (name.startsWith(PREFIX)
          && !KNOWN.contains(name)
          && !environment.contains(variable(name))) {
        unknown.add(name + Nearest.suggestion(name, KNOWN));
      }
    }
    throwIfAny(unknown);
  }

  /**
   * Checks the environment alone, as commands do.
   *
   * @throws ConfigurationException when a name is not known; the message names the nearest
   */
  static void checkVariables(Collection<String> environment) {
    throwIfAny(unknownVariables(environment));
  }

  private static Set<String> unknownVariables(Collection<String> environment) {
    Set<String> unknown = new TreeSet<>();
    Set<String> known = KNOWN.stream().map(SettingNames::variable).collect(Collectors.toSet());
    for (String variable : environment) {
      if (variable.startsWith("TAGJOIN_") && !known.contains(variable)) {
        unknown.add(variable + Nearest.suggestion(variable, known));
      }
    }
    return unknown;
  }

  private static void throwIfAny(Set<String> unknown) {
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "Unknown settings:\n"
              + unknown.stream().map(u -> "  " + u).collect(Collectors.joining("\n")));
    }
  }

  /** The environment variable of a property. */
  static String variable(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
