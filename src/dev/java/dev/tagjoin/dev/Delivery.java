package dev.tagjoin.dev;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request to the function as the page shows it: what was sent, every attempt, and whether another
 * one comes. Immutable; a step gives a copy. Times are written as texts, for the function's object
 * mapper has no module for them.
 *
 * @param id counted from 1 in the order of the requests
 * @param title what it is about: the call of an audit event, or the path of another request
 * @param about the name of the resource that it is about, or {@code null} when that is not known
 * @param event what is sent; {@code null} when somebody else sent it
 * @param state where it stands
 * @param attempts the attempts so far, oldest first
 * @param next when the next attempt is made, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delivery(
    long id,
    String title,
    String about,
    JsonNode event,
    State state,
    List<Attempt> attempts,
    @JsonSerialize(using = ToStringSerializer.class) Instant next) {
  /** Where a delivery stands. */
  enum State {
    SENDING,
    /** It failed, and is tried again. */
    WAITING,
    /** It was answered with a status of success, or was not ours to repeat. */
    DONE,
    /** It failed too often; in the real service it would be in the dead-letter queue now. */
    GIVEN_UP;

    /** The name in small letters with a blank. */
    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * One attempt.
   *
   * @param at when it began
   * @param millis how long it took
   * @param status the HTTP status; 0 when there was no answer
   * @param answer the answer's body, or {@code null} when it was no JSON
   * @param calls the calls that ECS got in the meantime, oldest first
   * @param advice what to do about each error code of the answer's outcomes
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Attempt(
      @JsonSerialize(using = ToStringSerializer.class) Instant at,
      long millis,
      int status,
      JsonNode answer,
      List<EcsCall> calls,
      Map<String, String> advice) {
    boolean succeeded() {
      return status >= 200 && status < 300;
    }

    /** Whether a sender like EventBridge tries again: a bad request stays one. */
    boolean canBeRepeated() {
      return !succeeded() && (status < 400 || status >= 500);
    }
  }

  /** A call that ECS got, with the status of its answer and, for an error, its code. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EcsCall(String action, int status, String code) {}

  Delivery {
    attempts = List.copyOf(attempts);
  }

  Delivery sending() {
    return new Delivery(id, title, about, event, State.SENDING, attempts, null);
  }

  Delivery attempted(Attempt attempt, State then, Instant nextAttempt) {
    List<Attempt> more = new ArrayList<>(attempts);
    more.add(attempt);
    return new Delivery(id, title, about, event, then, more, nextAttempt);
  }
}
