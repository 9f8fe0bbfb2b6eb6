package dev.tagjoin;

import java.util.concurrent.atomic.AtomicBoolean;

/** Does something the first time that it is run, and nothing later. Safe for several threads. */
public final class Once implements Runnable {
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final Runnable doing;

  public Once(Runnable doing) {
    this.doing = doing;
  }

  @Override
  public void run() {
    if (first.getAndSet(false)) {
      doing.run();
    }
  }
}
