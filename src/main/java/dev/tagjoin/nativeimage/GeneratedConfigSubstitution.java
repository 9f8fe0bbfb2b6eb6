package dev.tagjoin.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.value.registry.ValueRegistry;

/**
 * Replaces the method that Quarkus generates to read the configuration at start. Saves two thirds
 * of the processor time of a start, see {@link FrozenConfig}. Left out, with a warning, when
 * Quarkus generates something else.
 */
@TargetClass(
    className = "io.quarkus.runtime.generated.Config",
    onlyWith = FrozenConfigSupport.class)
final class GeneratedConfigSubstitution {
  private GeneratedConfigSubstitution() {}

  @Substitute
  @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod", "UnusedVariable"})
  public void readConfig(ValueRegistry values) {
    RuntimeConfig.install();
  }
}
