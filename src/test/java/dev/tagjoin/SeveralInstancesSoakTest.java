package dev.tagjoin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.text.JsonReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The {@link Soak} of several instances side by side, which share nothing but ECS: each event goes
 * to any of them, and moves take their time, so that one may come after a later one of another
 * instance.
 */
class SeveralInstancesSoakTest {
  private static final int INSTANCES = 3;

  /** So much that no call is given up which ECS carries out all the same, later. */
  private static final Duration TIME = Duration.ofSeconds(10);

  /** How long a move takes, in milliseconds: often longer than tags stay the same. */
  private static int joinMillis() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return random.nextBoolean() ? random.nextInt(1_500) : random.nextInt(20);
  }

  @Test
  void losesNothingAndMovesNothingAstray() throws Exception {
    run(160, 40);
  }

  @Test
  @Tag("soak")
  void losesNothingInALongDay() throws Exception {
    run(800, 200);
  }

  private static void run(int events, int resources) throws Exception {
    ObjectMapper json = new ObjectMapper();
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      List<Reconciler> instances =
          Stream.generate(() -> InstanceSoakTest.reconciler(ecs, json)).limit(INSTANCES).toList();
      EventReader reader = new EventReader(new JsonReader(), () -> false);
      ecs.faults().beforeJoin(() -> pause(joinMillis()));
      new Soak(
              events,
              resources,
              ecs,
              event ->
                  InstanceSoakTest.deliver(
                      reader,
                      instances.get(ThreadLocalRandom.current().nextInt(INSTANCES)),
                      event,
                      TIME))
          .run();
    }
  }

  /**
   * Harsher: moves are held longer than their sender waits, and the event comes again at once. Then
   * ECS carries out a move when everybody believes that all is done. Nothing but the news of that
   * very move tells.
   */
  @ParameterizedTest
  @Tag("soak")
  @ValueSource(longs = {1, 2})
  void correctsLateMoveByItsNews(long seed) throws Exception {
    ObjectMapper json = new ObjectMapper();
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      SoakTrace trace = new SoakTrace();
      AtomicInteger number = new AtomicInteger();
      List<Reconciler> instances =
          Stream.generate(() -> "instance " + number.incrementAndGet())
              .limit(INSTANCES)
              .map(name -> InstanceSoakTest.reconciler(ecs, json, api -> trace.over(api, name)))
              .toList();
      EventReader reader = new EventReader(new JsonReader(), () -> false);
      ecs.faults().beforeJoin(() -> pause(ThreadLocalRandom.current().nextInt(800)));
      Soak soak =
          new Soak(
                  300,
                  60,
                  seed,
                  ecs,
                  event ->
                      InstanceSoakTest.deliver(
                          reader,
                          instances.get(ThreadLocalRandom.current().nextInt(INSTANCES)),
                          event,
                          Duration.ofSeconds(1)))
              .impatient()
              .traced(trace);
      (Boolean.getBoolean("soak.untold") ? soak : soak.withNewsOfMoves()).run();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
