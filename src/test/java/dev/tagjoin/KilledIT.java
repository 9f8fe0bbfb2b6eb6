package dev.tagjoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged function is killed in the middle of a request, as platforms do with what exceeds its
 * memory or its host: the event comes again, to another instance, and nothing is lost.
 */
class KilledIT {
  private static final int RESOURCES = 40;
  private static final String PROD = "rg-acfmxazb4ph6aiy";

  private final List<String> ids = new ArrayList<>();
  private EmbeddedEcs ecs;

  @BeforeEach
  void start() {
    ecs = EmbeddedEcs.start(EmbeddedAccount.seeded());
    for (int i = 0; i < RESOURCES; i++) {
      String id = "d-bp1killed" + i;
      ids.add(id);
      ecs.account()
          .add(
              EmbeddedResource.of(ResourceKind.DISK, id, "cn-hangzhou")
                  .withGroup(EmbeddedAccount.DEFAULT_GROUP)
                  .withTag("env", "prod"));
    }
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private Executable function() {
    return Executable.usual().with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString()).ready();
  }

  private String event() {
    return FunctionTest.tagEvent(ResourceKind.DISK, ids.toArray(new String[0]));
  }

  private long moved() {
    return ids.stream()
        .filter(id -> PROD.equals(ecs.account().groupOf(ResourceKind.DISK, id)))
        .count();
  }

  /** Delivers an event to an instance that does not live to answer it. */
  private void deliverAndKill(Runnable arrange) {
    try (Executable function = function()) {
      kill = () -> function.process().destroyForcibly();
      arrange.run();
      CompletableFuture<Void> unanswered =
          CompletableFuture.runAsync(
              () -> {
                try {
                  function.send(event());
                } catch (RuntimeException e) {
                  // the connection ended, as was to be expected
                }
              });
      assertTrue(function.exitCode() != 0);
      unanswered.cancel(true);
    }
    ecs.faults().clear();
  }

  private Runnable kill;

  private void deliverAgain() {
    try (Executable function = function()) {
      Executable.Answer answer = function.send(event());
      assertEquals(200, answer.status(), answer::body);
    }
    assertEquals(RESOURCES, moved());
    // whatever was done before the end was not done again
    assertEquals(RESOURCES, ecs.account().moves().size());
  }

  @Test
  void betweenMovesNothingIsLost() {
    AtomicInteger joins = new AtomicInteger();
    deliverAndKill(
        () ->
            ecs.faults()
                .beforeJoin(
                    () -> {
                      if (joins.incrementAndGet() == 15) {
                        kill.run();
                      }
                    }));
    long before = moved();
    assertTrue(before > 0 && before < RESOURCES, () -> "moved before the end: " + before);
    deliverAgain();
  }

  @Test
  void losesNothingBeforeFirstAnswerOfEcs() {
    ecs.faults().delay(Duration.ofSeconds(2));
    deliverAndKill(
        () ->
            CompletableFuture.delayedExecutor(700, java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(kill));
    assertEquals(0, moved());
    deliverAgain();
  }
}
