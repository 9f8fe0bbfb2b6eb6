package dev.tagjoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.dev.Move;
import dev.tagjoin.resource.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A long bad day: events about resources whose tags keep changing, delivered as EventBridge does,
 * more than once, in any order, and again after every answer that is not 2xx, while ECS throttles,
 * fails, hangs and loses answers.
 *
 * <p>Short in a build; {@code -Dsoak.events=10000 -Dsoak.resources=2000} make it as long as it is
 * meant to be. {@code -Dsoak.seed} makes another day; the same seed makes the same changes, the
 * same events and the same trouble for the same calls. What stays to chance is how threads take
 * turns.
 */
final class Soak {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin.soak");
  private static final String REGION = FunctionTest.REGION;
  private static final long SEED = Long.getLong("soak.seed", 20_260_618);
  private static final int SENDERS = 32;

  /** Between so many resources the changes jump to and fro, so that each changes in short order. */
  private static final int HOT = 8;

  /** Of each hundred calls thirty are hit; a hang is as frequent as each other trouble. */
  private static final double SHARE = 0.3;

  /** What is under test: takes an event and answers it. */
  interface Function {
    Answer deliver(String event) throws Exception;
  }

  /** The HTTP status, and the outcomes' words in order. */
  record Answer(int status, List<String> outcomes) {}

  private static final String SEARCH = "rg-aekzcm4t5z7usaa";
  private static final List<ResourceKind> KINDS =
      List.of(
          ResourceKind.INSTANCE,
          ResourceKind.DISK,
          ResourceKind.NETWORK_INTERFACE,
          ResourceKind.KEY_PAIR);

  /** Tags that the example rules know, and the group that they ask for. */
  private enum Wish {
    PRODUCTION("env", "prod", FunctionTest.PROD),
    PAYMENT("team", "payments", FunctionTest.PAYMENTS),
    FIND("team", "search", Soak.SEARCH),
    NOTHING("env", "dev", null);

    private final String key;
    private final String value;
    private final String group;

    Wish(String key, String value, String group) {
      this.key = key;
      this.value = value;
      this.group = group;
    }
  }

  private static final class Subject {
    private final ResourceKind kind;
    private final String id;
    private final List<Wish> wishes;
    private final Set<String> everWanted = new HashSet<>();
    private Wish wish;

    Subject(ResourceKind kind, String id, List<Wish> wishes) {
      this.kind = kind;
      this.id = id;
      this.wishes = wishes;
    }
  }

  /**
   * When an event comes again, in milliseconds: late enough for a call to have come to its end that
   * its sender gave up.
   */
  private static final int AGAIN_MILLIS = 1_000;

  /** Longer than a move is held that its sender gave up. */
  private static final long QUIET_NANOS = 2_000_000_000;

  /** An event to deliver, until the answer is 2xx. */
  private record Delivery(String event, int outcomes, long notBefore) {
    boolean isDue() {
      return System.nanoTime() - notBefore >= 0;
    }

    Delivery again(long millis) {
      return new Delivery(event, outcomes, System.nanoTime() + millis * 1_000_000L);
    }
  }

  private final int events;
  private final int resources;
  private final EmbeddedEcs ecs;
  private final Function function;
  private final Random random;
  private final long seed;
  private long againMillis = AGAIN_MILLIS;
  private boolean withNewsOfMoves;
  private int movesTold;
  private long lastMove = System.nanoTime();
  private SoakTrace trace;
  private final List<Delivery> pending = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private boolean allMade;
  private int underWay;
  private int deliveries;
  private int outcomesExpected;
  private int outcomesSeen;

  /**
   * @param events how many events, when no property says
   * @param resources over how many resources, when no property says
   */
  Soak(int events, int resources, EmbeddedEcs ecs, Function function) {
    this(events, resources, SEED, ecs, function);
  }

  /**
   * @param events how many events, when no property says
   * @param resources over how many resources, when no property says
   * @param seed another one makes another day
   */
  Soak(int events, int resources, long seed, EmbeddedEcs ecs, Function function) {
    this.seed = seed;
    this.random = new Random(seed);
    this.events = Integer.getInteger("soak.events", events);
    this.resources = Integer.getInteger("soak.resources", resources);
    this.ecs = ecs;
    this.function = function;
  }

  /** Delivers at once what was not answered 2xx, even while a call that was given up is held. */
  Soak impatient() {
    againMillis = 0;
    return this;
  }

  /** Delivers the audit event of each move, too. */
  Soak withNewsOfMoves() {
    withNewsOfMoves = true;
    movesTold = ecs.account().moves().size();
    return this;
  }

  /** Tells what happened to a resource that went astray. */
  Soak traced(SoakTrace told) {
    trace = told;
    return this;
  }

  /** Lets the day pass, and asserts that nothing was lost and nothing went astray. */
  void run() throws Exception {
    List<Subject> subjects = subjects();
    Map<FaultInjector.Kind, Long> before = ecs.faults().injected();
    int movesBefore = ecs.account().moves().size();
    Map<FaultInjector.Kind, Double> mix = new EnumMap<>(FaultInjector.Kind.class);
    for (FaultInjector.Kind kind : FaultInjector.Kind.values()) {
      if (kind != FaultInjector.Kind.FORCED && kind != FaultInjector.Kind.RATE_EXCEEDED) {
        mix.put(kind, 1.0);
      }
    }
    ecs.faults().mix(SHARE, seed, mix);
    ecs.faults().hangFor(Duration.ofMillis(300));
    ecs.faults().delay(Duration.ofMillis(5));
    long start = System.nanoTime();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        Random ofSender = new Random(seed + i);
        running.add(senders.submit(() -> deliver(ofSender)));
      }
      make(subjects);
      for (Future<Void> sender : running) {
        sender.get(30, TimeUnit.MINUTES);
      }
    } finally {
      senders.shutdownNow();
      ecs.faults().clear();
    }

    List<Move> moves = ecs.account().moves().subList(movesBefore, ecs.account().moves().size());
    Map<String, Long> hit = new LinkedHashMap<>();
    ecs.faults()
        .injected()
        .forEach((kind, n) -> hit.put(kind.toString(), n - before.getOrDefault(kind, 0L)));
    LOG.infof(
        "seed %d, %d events over %d resources in %d s: %d deliveries %s, %d outcomes %s, %d moves; calls hit:"
            + " %s",
        seed,
        events,
        resources,
        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
        deliveries,
        statuses,
        outcomesSeen,
        outcomes,
        moves.size(),
        hit);

    assertEquals(outcomesExpected, outcomesSeen, "one outcome for each resource of a delivery");
    Map<String, Subject> byId = new HashMap<>();
    Map<String, String> astray = new TreeMap<>();
    for (Subject subject : subjects) {
      byId.put(subject.id, subject);
      String group = ecs.account().groupOf(subject.kind, subject.id);
      if (subject.wish.group != null && !subject.wish.group.equals(group)) {
        astray.put(
            subject.id,
            group
                + " instead of "
                + subject.wish.group
                + (trace == null ? "" : trace.of(subject.id, ecs)));
      }
    }
    assertEquals(
        Map.of(), astray, "resources that are not where their tags want them; seed " + seed);
    for (Move move : moves) {
      assertTrue(byId.get(move.id()).everWanted.contains(move.to()), move::toString);
    }
    assertEquals(mix.keySet().size(), hit.values().stream().filter(n -> n > 0).count());
    assertTrue(statuses.containsKey(200) && Set.of(200, 503).containsAll(statuses.keySet()));
  }

  /** Each resource only ever wants some of the groups, so that a move to another one shows. */
  private List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      ResourceKind kind = KINDS.get(i % KINDS.size());
      Wish first = Wish.values()[random.nextInt(Wish.values().length)];
      Wish second = first;
      while (second == first) {
        second = Wish.values()[random.nextInt(Wish.values().length)];
      }
      // key pairs are not in production's list of kinds
      List<Wish> wishes =
          kind == ResourceKind.KEY_PAIR ? List.of(Wish.PAYMENT, Wish.FIND) : List.of(first, second);
      Subject subject =
          new Subject(kind, FunctionTest.newId(kind, "soak" + seed + "n" + i), wishes);
      ecs.account()
          .add(EmbeddedResource.of(kind, subject.id, REGION).withGroup(FunctionTest.DEFAULT));
      wish(subject, wishes.get(0));
      subjects.add(subject);
    }
    return subjects;
  }

  private void wish(Subject subject, Wish wish) {
    subject.wish = wish;
    if (wish.group != null) {
      subject.everWanted.add(wish.group);
    }
    ecs.account()
        .change(
            subject.kind, subject.id, resource -> resource.withTags(Map.of(wish.key, wish.value)));
    if (trace != null) {
      trace.note(subject.id, "tags want " + wish.group);
    }
  }

  /** Changes tags and queues the event of each change, some of them twice or three times. */
  private void make(List<Subject> subjects) throws InterruptedException {
    for (int i = 0; i < events; i++) {
      // one after the other, and between that any of the few that come next
      int next = (int) ((long) i * resources / events);
      boolean isNew = i == 0 || next > (int) ((long) (i - 1) * resources / events);
      Subject one = subjects.get(isNew ? next : Math.max(0, next - random.nextInt(HOT)));
      List<String> ids = new ArrayList<>();
      for (Subject other : subjects.subList(0, Math.min(resources, 40))) {
        if (other.kind == one.kind && other != one && random.nextInt(40) == 0) {
          ids.add(other.id);
        }
      }
      ids.add(one.id);
      wish(one, one.wishes.get(one.wish == one.wishes.get(0) ? 1 : 0));
      Delivery delivery =
          new Delivery(
              FunctionTest.tagEvent(one.kind, ids.toArray(String[]::new)),
              ids.size(),
              System.nanoTime());
      synchronized (pending) {
        while (pending.size() > 2) {
          pending.wait();
        }
        pending.addAll(
            Collections.nCopies(random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1, delivery));
        pending.notifyAll();
      }
    }
    synchronized (pending) {
      allMade = true;
      pending.notifyAll();
    }
  }

  /** Takes any of the events, until there are none. */
  private Void deliver(Random any) throws Exception {
    while (true) {
      Delivery delivery;
      synchronized (pending) {
        List<Delivery> due = pending.stream().filter(Delivery::isDue).toList();
        while (due.isEmpty()) {
          if (pending.isEmpty() && allMade && underWay == 0 && isQuiet()) {
            return null;
          }
          pending.wait(20);
          tellMoves();
          due = pending.stream().filter(Delivery::isDue).toList();
        }
        delivery = due.get(any.nextInt(due.size()));
        pending.remove(delivery);
        underWay++;
        pending.notifyAll();
      }
      Answer answer = function.deliver(delivery.event);
      synchronized (pending) {
        deliveries++;
        underWay--;
        statuses.merge(answer.status, 1, Integer::sum);
        outcomesExpected += delivery.outcomes;
        outcomesSeen += answer.outcomes.size();
        for (String outcome : answer.outcomes) {
          outcomes.merge(outcome, 1, Integer::sum);
        }
        if (answer.status / 100 != 2) {
          pending.add(delivery.again(againMillis));
        }
        tellMoves();
        pending.notifyAll();
      }
    }
  }

  /** Whether no move can come any more that has to be told. */
  private boolean isQuiet() {
    return !withNewsOfMoves || System.nanoTime() - lastMove > QUIET_NANOS;
  }

  /** Queues the audit events of the moves since the last time. */
  private void tellMoves() {
    if (!withNewsOfMoves) {
      return;
    }
    List<Move> moves = ecs.account().moves();
    for (Move move : moves.subList(movesTold, moves.size())) {
      pending.add(
          new Delivery(FunctionTest.ownMoveEvent(move.kind(), move.id(), move.to()), 1, lastMove));
      lastMove = System.nanoTime();
    }
    movesTold = moves.size();
  }
}
