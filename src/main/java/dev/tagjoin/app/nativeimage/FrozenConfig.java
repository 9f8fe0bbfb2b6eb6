package dev.tagjoin.app.nativeimage;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.logging.Level;
import org.graalvm.nativeimage.ImageInfo;
import org.jboss.logmanager.LogContext;

/**
 * Quarkus' configuration as the build left it, made while the executable is built and stored in it.
 *
 * <p>Reading the configuration was two thirds of a native start: some thirty mapping objects are
 * filled by walking all known names again and again, every time with the same result, because
 * nothing of it is ever set where the function runs.
 */
final class FrozenConfig {
  /** {@code null} on a JVM. */
  static final SmallRyeConfig CONFIG = ImageInfo.inImageBuildtimeCode() ? freeze() : null;

  private FrozenConfig() {}

  private static SmallRyeConfig freeze() {
    try {
      // makes the mappings that Quarkus itself fixes at build time and that are taken over here
      Class.forName("io.quarkus.runner.ApplicationImpl");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("not the image of a Quarkus application", e);
    }
    SmallRyeConfig config =
        RuntimeConfig.builder().withCustomizers(new WithoutThisMachine()).build();
    // the names are kept from the first question on
    config.getPropertyNames();
    // the level that the start sets: else it would be handed down to each logger there is
    LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
    return config;
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
