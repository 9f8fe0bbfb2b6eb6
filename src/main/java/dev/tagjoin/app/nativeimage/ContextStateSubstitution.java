package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Takes the place of an atomic change of a byte, for which the executable has no instruction: it
 * looks up the method that does it by reflection, twice for each event that is fired.
 */
@TargetClass(className = "io.quarkus.arc.impl.CurrentManagedContext$CurrentContextState")
final class ContextStateSubstitution {
  @Alias private volatile byte state;

  private ContextStateSubstitution() {}

  /** Sets bits; whether they were not set before. Nothing else writes the state. */
  @Substitute
  @SuppressWarnings({"NonAtomicVolatileUpdate", "UnusedMethod"})
  private synchronized boolean set(byte mask) {
    if ((state & mask) != 0) {
      return false;
    }
    state |= mask;
    return true;
  }
}
