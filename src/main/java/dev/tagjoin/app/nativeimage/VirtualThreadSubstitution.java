package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.concurrent.ThreadFactory;

/**
 * Takes the place of the search for virtual threads, by reflection and with an exception, when
 * Vert.x is made. Nothing here runs on one, and a JVM of version 17 has none either.
 */
@TargetClass(className = "io.vertx.core.impl.VertxImpl")
final class VirtualThreadSubstitution {
  private VirtualThreadSubstitution() {}

  @Substitute
  @SuppressWarnings("UnusedMethod")
  private static ThreadFactory virtualThreadFactory() {
    return null;
  }
}
