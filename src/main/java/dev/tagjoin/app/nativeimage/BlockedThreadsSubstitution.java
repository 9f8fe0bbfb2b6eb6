package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.vertx.core.Handler;
import io.vertx.core.impl.btc.BlockedThreadEvent;
import io.vertx.core.impl.btc.ThreadInfo;
import java.util.concurrent.TimeUnit;

/**
 * Takes the place of the watch over threads that are busy for long, which is a thread more to
 * start. A function is frozen between two events, and each thaw would be reported as such a thread.
 */
@TargetClass(className = "io.vertx.core.impl.btc.BlockedThreadChecker")
@Substitute
final class BlockedThreadsSubstitution {
  @Substitute
  @SuppressWarnings("UnusedVariable")
  BlockedThreadsSubstitution(
      long interval, TimeUnit intervalUnit, long warningTime, TimeUnit warningUnit) {}

  @Substitute
  @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod", "UnusedVariable"})
  public void setThreadBlockedHandler(Handler<BlockedThreadEvent> handler) {}

  @Substitute
  @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod", "UnusedVariable"})
  public void registerThread(Thread thread, ThreadInfo info) {}

  @Substitute
  @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod"})
  public void close() {}
}
