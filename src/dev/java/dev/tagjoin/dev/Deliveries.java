package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.doctor.Advice;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays EventBridge for the page: sends events to the function over HTTP, one after the other, and
 * again while the answer says that another delivery can help. Thread-safe.
 *
 * <p>The waits are the start of EventBridge's exponential decay: 1, 2, 4 seconds and so on, here
 * not above 8, so that one can watch.
 */
@Singleton
@IfBuildProfile("dev")
final class Deliveries {
  /** Marks requests that are reported here, so that nobody else reports them too. */
  static final String HEADER = "x-tagjoin-delivery";

  static final int MOST_ATTEMPTS = 20;
  private static final long LONGEST_WAIT_SECONDS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Feed feed;
  private final EmbeddedEcs ecs;
  private final ObjectMapper json;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ScheduledExecutorService sender =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "deliveries");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Long, ScheduledFuture<?>> waiting = new ConcurrentHashMap<>();
  private final Map<Long, Runnable> sendable = new ConcurrentHashMap<>();
  private final AtomicInteger round = new AtomicInteger();

  Deliveries(Feed feed, EmbeddedEcs ecs, ObjectMapper json) {
    this.feed = feed;
    this.ecs = ecs;
    this.json = json;
  }

  /**
   * Sends an event; returns at once.
   *
   * @param cause the request that asks for it; the event goes to the port that it came to
   * @param title what kind of event it is
   * @param about the name of the resource that it is about, or {@code null}
   */
  void deliver(HttpServerRequest cause, String title, String about, JsonNode event) {
    // behind Quarkus' stand-in for AWS Lambda a request has no address of its own
    int port =
        cause.localAddress() == null ? cause.authority().port() : cause.localAddress().port();
    Delivery delivery =
        new Delivery(feed.nextId(), title, about, event, Delivery.State.SENDING, List.of(), null);
    feed.delivery(delivery);
    // timers of Function Compute come to a path of their own
    String path = event.has("triggerName") ? "/invoke" : "/events";
    URI target = URI.create("http://127.0.0.1:" + port + path);
    int started = round.get();
    sender.execute(() -> attempt(target, delivery, started));
  }

  /** Makes the next attempt now, when one is waited for. */
  void hasten(long id) {
    ScheduledFuture<?> attempt = waiting.remove(id);
    Runnable send = sendable.get(id);
    if (attempt != null && send != null && attempt.cancel(false)) {
      sender.execute(send);
    }
  }

  /** Cancels all deliveries, and returns when the one under way has been answered. */
  void clear() {
    round.incrementAndGet();
    waiting.values().forEach(attempt -> attempt.cancel(false));
    waiting.clear();
    sendable.clear();
    try {
      // the only thread gets to this when it has handled the attempt under way
      sender.submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a delivery is not answered", e);
    }
  }

  @PreDestroy
  void stop() {
    sender.shutdownNow();
  }

  private void attempt(URI events, Delivery delivery, int started) {
    if (started != round.get()) {
      return;
    }
    waiting.remove(delivery.id());
    sendable.remove(delivery.id());
    if (delivery.state() == Delivery.State.WAITING) {
      feed.delivery(delivery.sending());
    }
    Delivery.Attempt attempt = send(events, delivery);
    if (started != round.get()) {
      feed.board();
      return;
    }
    int made = delivery.attempts().size() + 1;
    if (!attempt.canBeRepeated() || made == MOST_ATTEMPTS) {
      feed.delivery(
          delivery.attempted(
              attempt, attempt.succeeded() ? Delivery.State.DONE : Delivery.State.GIVEN_UP, null));
    } else {
      long wait = Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(made - 1, 10));
      Delivery next =
          delivery.attempted(attempt, Delivery.State.WAITING, Instant.now().plusSeconds(wait));
      Runnable again = () -> attempt(events, next, started);
      sendable.put(next.id(), again);
      waiting.put(next.id(), sender.schedule(again, wait, TimeUnit.SECONDS));
      feed.delivery(next);
    }
    feed.board();
  }

  private Delivery.Attempt send(URI events, Delivery delivery) {
    Instant start = Instant.now();
    int status = 0;
    JsonNode answer = null;
    try {
      HttpRequest request =
          HttpRequest.newBuilder(events)
              .timeout(PATIENCE)
              .header("content-type", "application/json")
              .header(HEADER, Long.toString(delivery.id()))
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(delivery.event())))
              .build();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      status = response.statusCode();
      answer = tree(response.body());
    } catch (IOException e) {
      answer = json.createObjectNode().put("detail", "no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return attempt(start, status, answer);
  }

  /** What came of a request that somebody made. */
  Delivery.Attempt attempt(Instant start, int status, JsonNode answer) {
    List<Delivery.EcsCall> calls =
        ecs.calls().stream()
            .filter(call -> !call.time().isBefore(start))
            .map(call -> new Delivery.EcsCall(call.action(), call.status(), call.code()))
            .toList();
    long millis = Duration.between(start, Instant.now()).toMillis();
    return new Delivery.Attempt(start, millis, status, answer, calls, advice(answer, calls));
  }

  /** What to do about each error code of an answer, as the doctor says it. */
  private static Map<String, String> advice(JsonNode answer, List<Delivery.EcsCall> calls) {
    Map<String, String> advice = new TreeMap<>();
    if (answer != null) {
      for (JsonNode outcome : answer.path("outcomes")) {
        String code = outcome.path("code").asText();
        if (!code.isEmpty()) {
          String action =
              calls.stream()
                  .filter(call -> code.equals(call.code()))
                  .map(Delivery.EcsCall::action)
                  .findFirst()
                  .orElse("the action");
          advice.put(code, Advice.about(code, action, null));
        }
      }
    }
    return advice;
  }

  /** The tree of a body, or {@code null} when it is no JSON. */
  JsonNode tree(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }
}
