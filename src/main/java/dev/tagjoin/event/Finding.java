package dev.tagjoin.event;

import dev.tagjoin.resource.ResourceRef;
import java.time.Instant;
import java.util.Objects;

/**
 * The result of reading one part of a request: a resource to look at, something to ignore, or a
 * timer that went off. Every event of a request gives at least one. Texts are cut to a length that
 * fits a log line and hold no control characters, apart from a timer's payload. Immutable.
 */
public sealed interface Finding permits Finding.Look, Finding.Ignored, Finding.Timer {
  /** The CloudEvents {@code id}, else the audit event's {@code eventId}, else {@code null}. */
  String event();

  /**
   * The resource may have changed: read it and decide.
   *
   * @param event see {@link Finding#event()}
   * @param ref which resource. Its account is what the event or the context claims, {@code null}
   *     when neither names one: a place to look, and never a fact for a decision
   * @param eventTime when the event happened, as far as it says, else {@code null}. For some time
   *     after that ECS may not show the resource yet. {@code null} too when the event is no sign of
   *     a new resource: tags were removed, or the function itself moved it
   * @param ownMove the id of the group when the event tells of a move to it that this function made
   *     itself, as far as its user agent tells, else {@code null}; only good for saving calls
   */
  record Look(String event, ResourceRef ref, Instant eventTime, String ownMove) implements Finding {
    public Look {
      Objects.requireNonNull(ref, "ref");
    }
  }

  /**
   * Nothing to do.
   *
   * @param event see {@link Finding#event()}
   * @param subject the resource, as far as it is known, else {@code null}
   * @param reason why, for people; a place in the request is a JSON pointer
   */
  record Ignored(String event, Subject subject, String reason) implements Finding {
    public Ignored {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A timer trigger of Function Compute went off. Only a caller that timers come from may start
   * something with it.
   *
   * @param event always {@code null}: a timer's body has no id
   * @param triggerName the name of the trigger
   * @param payload the text configured on the trigger, as it came; {@code null} when there is none
   */
  record Timer(String event, String triggerName, String payload) implements Finding {
    public Timer {
      Objects.requireNonNull(triggerName, "triggerName");
    }
  }
}
