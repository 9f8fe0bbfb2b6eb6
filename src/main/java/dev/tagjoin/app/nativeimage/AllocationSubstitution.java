package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import com.oracle.svm.core.genscavenge.GCImpl;
import java.util.function.BooleanSupplier;

/**
 * Looks less often whether the sizes of the heap have to be computed anew. The executable does so
 * whenever it makes an array, because code that is optimized for its size makes none in place; that
 * was a quarter of all that a start computes, and more of an event.
 *
 * <p>The sizes depend on options, whose changes tell the heap by themselves, and on the memory of
 * the machine.
 */
@TargetClass(
    className = "com.oracle.svm.core.genscavenge.ThreadLocalAllocation",
    onlyWith = AllocationSubstitution.HookOnlyComputes.class)
final class AllocationSubstitution {
  private AllocationSubstitution() {}

  @Substitute
  @SuppressWarnings("UnusedMethod")
  private static void runSlowPathHooks() {
    // two threads may count as one, which does not matter
    if ((++Slow.allocations & Slow.OFTEN) == 0) {
      GCImpl.getPolicy().updateSizeParameters();
    }
  }

  /** So it is in the builder for Java 25. In another the hook may do more, and is left alone. */
  static final class HookOnlyComputes implements BooleanSupplier {
    @Override
    public boolean getAsBoolean() {
      return Runtime.version().feature() == 25;
    }
  }

  /** A class that takes the place of another one cannot have fields of its own. */
  private static final class Slow {
    /** All of the lowest 8 bits: one time in 256. */
    static final int OFTEN = 255;

    static int allocations;
  }
}
