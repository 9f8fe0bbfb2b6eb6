package dev.tagjoin.nativeimage;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.DefaultValuesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import jakarta.annotation.Priority;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.graalvm.nativeimage.ImageInfo;
import org.jboss.logmanager.LogContext;

/**
 * Quarkus' configuration, read while the executable is built and stored in its image heap.
 *
 * <p>Saves about 20 ms of each start. Quarkus fills some thirty mapping objects by walking all
 * known names again and again, with the same result at every start, because a function platform
 * sets nothing of Quarkus.
 */
final class FrozenConfig {
  /** {@code null} on a JVM, and in an executable for which it could not be built. */
  static final SmallRyeConfig CONFIG = ImageInfo.inImageBuildtimeCode() ? freeze() : null;

  private FrozenConfig() {}

  private static SmallRyeConfig freeze() {
    try {
      return read();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      FrozenConfigSupport.warn(e);
      return null;
    }
  }

  private static SmallRyeConfig read() throws ReflectiveOperationException {
    // makes the mappings that Quarkus itself fixes at build time and that are taken over here
    Class.forName("io.quarkus.runner.ApplicationImpl");
    Answers answers = new Answers();
    SmallRyeConfig config =
        RuntimeConfig.builder()
            .withCustomizers(new WithoutThisMachine())
            .withInterceptors(answers)
            .build();
    // the names are kept from the first question on
    for (String name : config.getPropertyNames()) {
      answers.keep(config.getConfigValue(name));
    }
    answers.isComplete = true;
    forgetWildcards(config);
    // the level that the start sets: else it would be handed down to each logger there is
    LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
    return config;
  }

  /**
   * Leaves the defaults out that are for any name of a kind, such as {@code
   * quarkus.log.category.*.level}. They have gone into the mappings, in which nothing can be set
   * any more that they could be a default of. Their table has one bucket, all of which is searched
   * for each name that is not found elsewhere, a hundred times at a start.
   */
  static void forgetWildcards(SmallRyeConfig config) throws ReflectiveOperationException {
    for (ConfigSource source : config.getConfigSources()) {
      if (source instanceof DefaultValuesConfigSource) {
        Field wildcards = DefaultValuesConfigSource.class.getDeclaredField("wildcards");
        wildcards.setAccessible(true);
        ((Map<?, ?>) wildcards.get(source)).clear();
      }
    }
  }

  /**
   * What the configuration says of the names that it knows, in front of all who have a say in that.
   * Quarkus asks for many of them at each start, to see whether something has changed.
   */
  @Priority(Integer.MAX_VALUE)
  static final class Answers implements ConfigSourceInterceptor {
    private final Map<String, ConfigValue> answers = new HashMap<>();

    /** Whether nothing is known of the application's own names but what is kept. */
    boolean isComplete;

    /** What refers to other names may also be asked for as it is written. */
    void keep(ConfigValue answer) {
      if (answer.getRawValue() != null && !answer.getRawValue().contains("${")) {
        answers.put(answer.getName(), answer);
      }
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
      ConfigValue answer = answers.get(name);
      return answer != null || (isComplete && name.startsWith("tagjoin."))
          ? answer
          : context.proceed(name);
    }
  }

  /** The environment and the system properties are those of the machine that builds. */
  private static final class WithoutThisMachine implements SmallRyeConfigBuilderCustomizer {
    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
      builder
          .setAddDefaultSources(false)
          .setAddSystemSources(false)
          // a default of Quarkus for uploads, which nothing here takes, is made of it
          .withDefaultValue("java.io.tmpdir", "/tmp");
    }

    @Override
    public int priority() {
      return Integer.MAX_VALUE;
    }
  }
}
