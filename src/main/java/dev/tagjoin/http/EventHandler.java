package dev.tagjoin.http;

import dev.tagjoin.call.Call;
import dev.tagjoin.event.EventContext;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.event.Finding;
import dev.tagjoin.event.MalformedEventException;
import dev.tagjoin.event.Subject;
import dev.tagjoin.event.TooLargeException;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Target;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/** Takes a request with events from its bytes to its answer, for every way in. */
@Singleton
public final class EventHandler {
  /** The largest body that is read, in bytes, before and after it is inflated. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final int RETRY_AFTER_SECONDS = 5;
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  private final EventReader events;
  private final Reconciler reconciler;
  private final CallReader calls;
  private final HttpSettings settings;
  private final SweepHandler sweeps;

  EventHandler(
      EventReader events,
      Reconciler reconciler,
      CallReader calls,
      HttpSettings settings,
      SweepHandler sweeps) {
    this.events = events;
    this.reconciler = reconciler;
    this.calls = calls;
    this.settings = settings;
    this.sweeps = sweeps;
  }

  Response handle(InputStream body, HttpHeaders headers, boolean dryRun) {
    Call call = calls.read(headers);
    try {
      byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
      if (bytes.length > MAX_BODY_BYTES) {
        return tooLarge("the body is larger than " + MAX_BODY_BYTES + " bytes");
      }
      return answer(events.read(bytes, context(headers, call)), call, dryRun);
    } catch (TooLargeException e) {
      return tooLarge(e.getMessage());
    } catch (MalformedEventException e) {
      LOG.warnf("not an event: %s: %s", e.pointer(), e.getMessage());
      return Problem.response(400, "Not an event", e.getMessage(), e.pointer());
    } catch (IOException e) {
      return Problem.response(400, "Not an event", "the body could not be read to its end", null);
    }
  }

  private static Response tooLarge(String detail) {
    return Problem.response(413, "Too large", detail, null);
  }

  private static EventContext context(HttpHeaders headers, Call call) {
    Map<String, String> attributes = new HashMap<>();
    for (String name : headers.getRequestHeaders().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("ce-")) {
        attributes.put(lower.substring(3), headers.getHeaderString(name));
      }
    }
    return new EventContext(
        attributes, headers.getHeaderString("content-encoding"), call.account(), call.region());
  }

  private Response answer(List<Finding> findings, Call call, boolean dryRun) {
    if (findings.size() == 1 && findings.get(0) instanceof Finding.Timer timer) {
      Response swept = sweeps.timer(timer, call, dryRun);
      if (swept != null) {
        return swept;
      }
    }
    List<Target> targets = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding instanceof Finding.Look look) {
        targets.add(new Target(look.event(), look.ref(), look.createdAt()));
      }
    }
    Iterator<Outcome> settled = reconciler.reconcile(targets, call, dryRun).iterator();
    List<Outcome> outcomes = new ArrayList<>();
    for (Finding finding : findings) {
      Outcome outcome = finding instanceof Finding.Look ? settled.next() : ignored(finding);
      LOG.info(OutcomeLog.line(outcome));
      outcomes.add(outcome);
    }
    Answer answer = Answer.of(outcomes);
    int status = answer.status(settings.retryRefused());
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(answer.json());
    if (status == 503) {
      response.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    return response.build();
  }

  private static Outcome ignored(Finding finding) {
    if (finding instanceof Finding.Ignored ignored) {
      return Outcome.ignored(ignored.event(), resource(ignored.subject()), ignored.reason());
    }
    return Outcome.ignored(
        finding.event(),
        null,
        "a timer event that asks for nothing: alone in a request and with the payload"
            + " {\"sweep\":{}}, {\"reconcile\":true} or none it starts a sweep");
  }

  private static Outcome.Resource resource(Subject subject) {
    return subject == null
        ? null
        : new Outcome.Resource(subject.type(), subject.id(), subject.region(), subject.account());
  }
}
