package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Takes the place of a random name for this machine, formatted at each start. It is a part of the
 * identifiers of connections, which nobody compares with those of other machines.
 */
@TargetClass(className = "io.quarkus.netty.runtime.MachineIdGenerator")
final class MachineIdSubstitution {
  private MachineIdSubstitution() {}

  @Substitute
  @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod"})
  public String get() {
    return "00:00:00:00:00:00:00:01";
  }
}
