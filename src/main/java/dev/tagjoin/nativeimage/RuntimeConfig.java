package dev.tagjoin.nativeimage;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.configuration.AbstractConfigBuilder;
import io.quarkus.runtime.configuration.QuarkusConfigFactory;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.eclipse.microprofile.config.Config;

/**
 * Installs the configuration at the start of the executable: the stored one, or, if a variable,
 * system property or file sets something of Quarkus, one that is read as on a JVM. Stateless.
 */
public final class RuntimeConfig {
  private RuntimeConfig() {}

  static void install() {
    QuarkusConfigFactory.setConfig(
        FrozenConfig.CONFIG != null
                && isFixed(System.getenv().keySet(), System.getProperties().stringPropertyNames())
                && !Files.exists(Path.of("config", "application.properties"))
                && !Files.exists(Path.of(".env"))
            ? FrozenConfig.CONFIG
            : builder().build());
  }

  /**
   * Whether this is the executable and its start took longer because the configuration was read.
   *
   * @param config the application's
   */
  public static boolean isReadInExecutable(Config config) {
    return ImageMode.current() == ImageMode.NATIVE_RUN
        && config.unwrap(SmallRyeConfig.class) != FrozenConfig.CONFIG;
  }

  /** Whether neither a variable nor a system property can change what the build has set. */
  static boolean isFixed(Collection<String> variables, Collection<String> properties) {
    for (String variable : variables) {
      // with a profile in front, or written as a property, too
      if (contains(variable, "quarkus") || contains(variable, "smallrye")) {
        return false;
      }
    }
    for (String property : properties) {
      // not every name with the word in it: Quarkus itself sets io.quarkus.... at each start
      String name =
          property.startsWith("%") ? property.substring(property.indexOf('.') + 1) : property;
      if (name.startsWith("quarkus.")
          || name.startsWith("smallrye.")
          || name.startsWith("tagjoin.")) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(String name, String word) {
    for (int i = name.length() - word.length(); i >= 0; i--) {
      if (name.regionMatches(true, i, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /** A builder of the whole configuration, set up by what Quarkus generates for the purpose. */
  static SmallRyeConfigBuilder builder() {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    AbstractConfigBuilder.withCustomizer(builder, "io.quarkus.runtime.generated.RunTimeConfig");
    return builder;
  }
}
