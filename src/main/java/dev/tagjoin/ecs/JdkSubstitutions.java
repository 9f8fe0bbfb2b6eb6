package dev.tagjoin.ecs;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * A part of the JDK's HTTP client that is different in the native executable. The build of the
 * executable fails when a new version of the JDK has no such part.
 */
final class JdkSubstitutions {
  private JdkSubstitutions() {}

  /**
   * Before it sends a POST over a kept connection, the JDK waits a millisecond for a sign that the
   * other side has closed it: as long as everything else that a call costs here. A connection is
   * kept for five seconds, or as long as the other side says, so that hardly any is closed by then;
   * a call over one that is fails, and {@link Retries} makes it again.
   */
  @TargetClass(className = "sun.net.www.http.HttpClient")
  static final class KeptConnection {
    private KeptConnection() {}

    @Substitute
    @SuppressWarnings({"MethodCanBeStatic", "ProtectedMembersInFinalClass", "UnusedMethod"})
    protected boolean available() {
      return true;
    }
  }
}
