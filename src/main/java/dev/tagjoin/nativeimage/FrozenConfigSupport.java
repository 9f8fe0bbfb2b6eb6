package dev.tagjoin.nativeimage;

import io.quarkus.value.registry.ValueRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Predicate;

/**
 * Decides at build time whether the configuration can be stored in the executable: only if Quarkus
 * generates the method that {@link GeneratedConfigSubstitution} replaces. Otherwise the build goes
 * on with a warning, and the executable reads its configuration at start as a JVM does.
 */
final class FrozenConfigSupport implements Predicate<String> {
  FrozenConfigSupport() {}

  @Override
  public boolean test(String generatedClass) {
    try {
      // not initialized: the image builder has not been told yet which classes may be
      Method replaced =
          Class.forName(generatedClass, false, FrozenConfigSupport.class.getClassLoader())
              .getDeclaredMethod("readConfig", ValueRegistry.class);
      return !Modifier.isStatic(replaced.getModifiers());
    } catch (ReflectiveOperationException | LinkageError e) {
      warn(e);
      return false;
    }
  }

  /** Tells whoever builds the executable that its starts will be slow. */
  static void warn(Throwable cause) {
    System.err.println(
        "WARNING: tagjoin's stored configuration does not fit this version of Quarkus and is left"
            + " out: the executable works, but each start takes about 20 ms longer. "
            + cause);
  }
}
