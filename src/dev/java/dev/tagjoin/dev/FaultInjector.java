package dev.tagjoin.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The trouble that the embedded ECS makes on purpose: none at first, switchable at any time.
 * Thread-safe.
 *
 * <p>Faults hit calls that were let in, so a wrong signature is always told as such. What was asked
 * for by {@link #failNext} comes first, then every n-th call, then the mix, then the rate.
 */
public final class FaultInjector {
  /** The kinds of trouble. */
  public enum Kind {
    /** HTTP 400 {@code Throttling.User}, nothing was done. */
    THROTTLED,
    /** The same, because more calls came than {@link FaultInjector#rate} allows. */
    RATE_EXCEEDED,
    /** HTTP 500 {@code InternalError}, nothing was done. */
    INTERNAL_ERROR,
    /** HTTP 503 {@code ServiceUnavailable}, nothing was done. */
    UNAVAILABLE,
    /** The connection ends without an answer, nothing was done. */
    DROPPED,
    /** The call is carried out, then the connection ends without an answer. */
    ANSWER_LOST,
    /**
     * No answer for {@link FaultInjector#hangFor} and then the end of the connection, nothing was
     * done.
     */
    HUNG,
    /** HTTP 502 with an HTML page, as a proxy in between gives it, nothing was done. */
    HTML,
    /** An error that {@link FaultInjector#failNext} names. */
    FORCED
  }

  /** What to do with one call; {@code kind} and {@code error} are {@code null} when nothing. */
  record Plan(Kind kind, RpcError error, Duration delay, String rateHeader) {
    /** The other plan, if it has something to do. */
    Plan or(Plan other) {
      return other.kind == null && other.rateHeader == null
          ? this
          : new Plan(other.kind, other.error, delay.plus(other.delay), other.rateHeader);
    }
  }

  private record Forced(String action, Kind kind, RpcError error) {}

  private final Deque<Forced> forced = new ArrayDeque<>();
  private final Map<String, RpcError> refusedIds = new HashMap<>();
  private final Map<Kind, Long> injected = new EnumMap<>(Kind.class);
  private FaultMix mix = FaultMix.NONE;
  private int every;
  private long calls;
  private RateAllowance rate;
  private Duration delay = Duration.ZERO;
  private Duration hang = Duration.ofSeconds(30);
  private Runnable beforeJoin = () -> {};
  private Duration clockAhead = Duration.ZERO;

  private final LongSupplier nanos;

  FaultInjector() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock in nanoseconds from any start; the rate is measured with it
   */
  FaultInjector(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Ends all trouble; the counts stay. */
  public synchronized void clear() {
    forced.clear();
    refusedIds.clear();
    mix = FaultMix.NONE;
    every = 0;
    rate = null;
    delay = Duration.ZERO;
    beforeJoin = () -> {};
    clockAhead = Duration.ZERO;
  }

  /** Throttles each n-th call; 0 turns it off. */
  public synchronized void throttleEvery(int n) {
    every = n;
    calls = 0;
  }

  /**
   * Hits a share of the calls with throttling, 500, 503, HTML, lost connections and lost answers,
   * all equally often.
   *
   * @param ofCalls from 0 (none) to 1 (every call)
   * @param seed decides which calls: the same seed hits the n-th call that asks for the same with
   *     the same trouble, in whatever order calls come
   */
  public synchronized void mix(double ofCalls, long seed) {
    mix(ofCalls, seed, FaultMix.EVEN);
  }

  /**
   * Hits a share of the calls.
   *
   * @param ofCalls from 0 (none) to 1 (every call)
   * @param seed decides which calls
   * @param kinds how often each kind comes in relation to the others; {@code RATE_EXCEEDED} and
   *     {@code FORCED} cannot be mixed in
   */
  public synchronized void mix(double ofCalls, long seed, Map<Kind, Double> kinds) {
    mix = new FaultMix(ofCalls, seed, kinds);
  }

  /**
   * Allows so many calls per second over all actions and throttles the rest. A second's worth may
   * come at once. Answers carry {@code X-RateLimit-User-API} while this is on: the calls that
   * remain and the milliseconds until there is one (the vendor does not publish that unit).
   *
   * @param callsPerSecond 0 turns it off
   */
  public synchronized void rate(double callsPerSecond) {
    rate = callsPerSecond > 0 ? new RateAllowance(callsPerSecond, nanos) : null;
  }

  /**
   * Lets the clock by which calls are judged differ from this machine's. The header {@code Date} is
   * not changed: the JDK's server writes it.
   *
   * @param difference how far it is ahead; negative for behind
   */
  public synchronized void clockAhead(Duration difference) {
    clockAhead = difference;
  }

  /** What time it is at the server. */
  synchronized Instant now() {
    return Instant.now().plus(clockAhead);
  }

  /** Lets every call wait before it is looked at; zero turns it off. */
  public synchronized void delay(Duration wait) {
    delay = wait;
  }

  /** How long a hung connection stays open; 30 seconds at first. */
  public synchronized void hangFor(Duration time) {
    hang = time;
  }

  /**
   * Fails the next calls of an action with an error.
   *
   * @param action the API's name, or {@code *} for any
   * @param code the error code
   * @param httpStatus the HTTP status, 400 to 599
   * @param message the message
   * @param times how many calls
   */
  public synchronized void failNext(
      String action, String code, int httpStatus, String message, int times) {
    if (httpStatus < 400 || httpStatus > 599) {
      throw new IllegalArgumentException("httpStatus: 400 to 599 expected");
    }
    for (int i = 0; i < times; i++) {
      forced.add(new Forced(action, Kind.FORCED, new RpcError(httpStatus, code, message)));
    }
  }

  /**
   * Fails the next calls of an action in a way that is not an error of the API.
   *
   * @param action the API's name, or {@code *} for any
   * @param kind any but {@code RATE_EXCEEDED} and {@code FORCED}
   * @param times how many calls
   */
  public synchronized void failNext(String action, Kind kind, int times) {
    if (kind == Kind.RATE_EXCEEDED || kind == Kind.FORCED) {
      throw new IllegalArgumentException(kind + " cannot be asked for");
    }
    for (int i = 0; i < times; i++) {
      forced.add(new Forced(action, kind, null));
    }
  }

  /**
   * Fails every call that names an id until {@link #clear()}, as ECS does with an id that it takes
   * for malformed.
   *
   * @param code the error code, answered with status 400
   */
  public synchronized void refuseId(String id, String code) {
    refusedIds.put(id, new RpcError(400, code, "The specified id " + id + " is malformed."));
  }

  /** The error of a call for one of its parameters' values, or {@code null}. */
  synchronized RpcError refusal(Collection<String> values) {
    for (Map.Entry<String, RpcError> refused : refusedIds.entrySet()) {
      for (String value : values) {
        if (value.equals(refused.getKey()) || value.contains('"' + refused.getKey() + '"')) {
          return refused.getValue();
        }
      }
    }
    return null;
  }

  /**
   * Runs something between a {@code JoinResourceGroup} call's arrival and its execution, to play a
   * race. It runs on the server's thread for every such call until {@link #clear()}.
   */
  public synchronized void beforeJoin(Runnable hook) {
    beforeJoin = hook;
  }

  /** How many calls there were since the last {@link #throttleEvery}. */
  public synchronized long calls() {
    return calls;
  }

  /** How many calls were hit, by kind; kinds that hit none are absent. */
  public synchronized Map<Kind, Long> injected() {
    return new EnumMap<>(injected);
  }

  /** How many calls a kind of trouble has hit. */
  public synchronized long injected(Kind kind) {
    return injected.getOrDefault(kind, 0L);
  }

  synchronized Runnable joinHook() {
    return beforeJoin;
  }

  synchronized Duration hang() {
    return hang;
  }

  /**
   * Decides about a call.
   *
   * @param identity what is asked: equal for calls that ask the same
   */
  synchronized Plan plan(String action, String identity) {
    String header = null;
    boolean exceeded = false;
    if (rate != null) {
      exceeded = !rate.take();
      header = rate.header();
    }
    Kind kind = null;
    RpcError error = null;
    Forced next = takeForced(action);
    calls++;
    if (next != null) {
      kind = next.kind();
      error = next.error();
    } else if (every > 0 && calls % every == 0) {
      kind = Kind.THROTTLED;
    } else {
      kind = mix.draw(identity);
      if (kind == null && exceeded) {
        kind = Kind.RATE_EXCEEDED;
      }
    }
    if (kind != null) {
      injected.merge(kind, 1L, Long::sum);
    }
    return new Plan(kind, error != null ? error : RpcError.of(kind), delay, header);
  }

  private Forced takeForced(String action) {
    for (Forced candidate : forced) {
      if (candidate.action().equals("*") || candidate.action().equals(action)) {
        forced.removeFirstOccurrence(candidate);
        return candidate;
      }
    }
    return null;
  }
}
