package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.reflect.Method;

/**
 * Takes the place of the search for the method that tells virtual threads from others, by
 * reflection and with the annotations of that method. Nothing here runs on a virtual thread.
 */
@TargetClass(className = "io.netty.util.internal.PlatformDependent0")
final class VirtualThreadCheckSubstitution {
  private VirtualThreadCheckSubstitution() {}

  @Substitute
  @SuppressWarnings("UnusedMethod")
  private static Method getIsVirtualThreadMethod() {
    return null;
  }
}
