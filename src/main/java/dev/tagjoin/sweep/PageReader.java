package dev.tagjoin.sweep;

import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourcePage;
import dev.tagjoin.reconcile.ParallelTasks;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Reads the pages of a pass a little ahead of whoever looks at them, so that the time of the calls
 * is not the sum of their delays. Not safe for use by several threads. What is under way at {@link
 * #close()} does not hold up the answer.
 */
final class PageReader implements AutoCloseable {
  /** For calls to end that were told to; one that waits for the network cannot be told. */
  private static final int CLOSE_MILLIS = 200;

  /** One listing: all resources of a type in a region. */
  record Unit(String region, ResourceKind kind) {}

  /** A page, or why there is none. */
  record Fetched(ResourcePage page, EcsException failure, long readAt) {}

  private record Key(int unit, String page) {}

  private final EcsApi ecs;
  private final RequestContext context;
  private final String account;
  private final List<Unit> units;
  private final int ahead;
  private final Map<Key, CompletableFuture<Fetched>> underWay = new HashMap<>();
  private ExecutorService threads;

  PageReader(EcsApi ecs, RequestContext context, String account, List<Unit> units, int ahead) {
    this.ecs = ecs;
    this.context = context;
    this.account = account;
    this.units = units;
    this.ahead = ahead;
  }

  /** A page of a unit; the next ones are on their way from then on. */
  Fetched get(int unit, String page) {
    Fetched fetched = take(new Key(unit, page));
    if (fetched.failure == null && fetched.page.next() != null) {
      start(new Key(unit, fetched.page.next()));
    }
    for (int i = unit + 1; i < units.size() && i <= unit + ahead; i++) {
      start(new Key(i, null));
    }
    return fetched;
  }

  private Fetched take(Key key) {
    CompletableFuture<Fetched> started = underWay.remove(key);
    // pages of earlier listings are not needed any more
    underWay.keySet().removeIf(k -> k.unit < key.unit);
    return started == null ? fetch(key) : started.join();
  }

  private void start(Key key) {
    if (underWay.size() >= ahead || underWay.containsKey(key)) {
      return;
    }
    if (threads == null) {
      threads = Executors.newFixedThreadPool(ahead, ParallelTasks.daemons("tagjoin-reader"));
    }
    underWay.put(key, CompletableFuture.supplyAsync(() -> fetch(key), threads));
  }

  private Fetched fetch(Key key) {
    Unit unit = units.get(key.unit);
    long readAt = System.nanoTime();
    try {
      ResourcePage page = ecs.list(context, unit.kind(), unit.region(), account, key.page);
      return new Fetched(Objects.requireNonNull(page), null, readAt);
    } catch (EcsException e) {
      return new Fetched(null, e, readAt);
    }
  }

  @Override
  public void close() {
    if (threads == null) {
      return;
    }
    threads.shutdownNow();
    try {
      boolean unused = threads.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
