package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.value.registry.ValueRegistry;

/**
 * Takes the place of the code that Quarkus generates to read the configuration at start. The build
 * of the executable fails when a new version of Quarkus generates something else.
 */
@TargetClass(className = "io.quarkus.runtime.generated.Config")
final class GeneratedConfigSubstitution {
  private GeneratedConfigSubstitution() {}

  @Substitute
  @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod", "UnusedVariable"})
  public void readConfig(ValueRegistry values) {
    RuntimeConfig.install();
  }
}
