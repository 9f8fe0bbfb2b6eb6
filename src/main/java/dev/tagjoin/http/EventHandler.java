package dev.tagjoin.http;

import dev.tagjoin.event.EventContext;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.event.Finding;
import dev.tagjoin.event.MalformedEventException;
import dev.tagjoin.event.Subject;
import dev.tagjoin.event.TooLargeException;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes a request with events from its bytes to its answer, for every way in. */
@Singleton
public final class EventHandler {
  /** The largest body that is read, in bytes, before and after it is inflated. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private final EventReader events;
  private final Reconciler reconciler;
  private final RequestContextReader calls;
  private final HttpSettings settings;
  private final RequestLog log;
  private final SweepHandler sweeps;

  EventHandler(
      EventReader events,
      Reconciler reconciler,
      RequestContextReader calls,
      HttpSettings settings,
      RequestLog log,
      SweepHandler sweeps) {
    this.events = events;
    this.reconciler = reconciler;
    this.calls = calls;
    this.settings = settings;
    this.log = log;
    this.sweeps = sweeps;
  }

  /**
   * Handles a request.
   *
   * @param signature checks who sent the body, or {@code null} when that is known already
   */
  Response handle(
      InputStream body, HttpHeaders headers, boolean dryRun, EventBridgeSignature signature) {
    long arrived = System.nanoTime();
    RequestContext context = calls.read(headers);
    try {
      byte[] bytes = read(body, context.deadline());
      if (bytes.length > MAX_BODY_BYTES) {
        String detail = "the body is larger than " + MAX_BODY_BYTES + " bytes";
        return refused(context, arrived, 413, "Too large", detail, null);
      }
      if (signature != null) {
        EventBridgeSignature.Refusal refusal = signature.refusal(headers::getHeaderString, bytes);
        if (refusal != null) {
          String title = refusal.status() == 401 ? "Unauthorized" : "Unavailable";
          return refused(context, arrived, refusal.status(), title, refusal.detail(), null);
        }
      }
      return answer(events.read(bytes, context(headers, context)), context, dryRun, arrived);
    } catch (TooLargeException e) {
      return refused(context, arrived, 413, "Too large", e.getMessage(), null);
    } catch (MalformedEventException e) {
      return refused(context, arrived, 400, "Not an event", e.getMessage(), e.pointer());
    } catch (IOException e) {
      return refused(
          context, arrived, 400, "Not an event", "the body could not be read to its end", null);
    }
  }

  /** At most one byte more than is allowed; a body that drips in ends at the deadline. */
  private static byte[] read(InputStream body, Deadline deadline) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 10);
    byte[] part = new byte[4 << 10];
    int length = body.read(part);
    while (length >= 0 && bytes.size() <= MAX_BODY_BYTES) {
      bytes.write(part, 0, length);
      if (deadline.passed()) {
        throw new IOException("the body did not end in time");
      }
      length = body.read(part);
    }
    return bytes.toByteArray();
  }

  private Response refused(
      RequestContext context,
      long arrived,
      int status,
      String title,
      String detail,
      String pointer) {
    String at = pointer == null || pointer.isEmpty() ? "" : pointer + ": ";
    log.refused(context, status, at + detail, millisSince(arrived));
    return Problem.response(status, title, detail, pointer);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private static EventContext context(HttpHeaders headers, RequestContext context) {
    Map<String, String> attributes = new HashMap<>();
    for (String name : headers.getRequestHeaders().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("ce-")) {
        attributes.put(lower.substring(3), headers.getHeaderString(name));
      }
    }
    return new EventContext(
        attributes,
        headers.getHeaderString("content-encoding"),
        context.account(),
        context.region());
  }

  private Response answer(
      List<Finding> findings, RequestContext context, boolean dryRun, long arrived) {
    if (findings.size() == 1 && findings.get(0) instanceof Finding.Timer timer) {
      Response swept = sweeps.timer(timer, context, dryRun);
      if (swept != null) {
        return swept;
      }
    }
    List<WorkItem> targets = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding instanceof Finding.Look look) {
        targets.add(new WorkItem(look.event(), look.ref(), look.eventTime(), look.ownMove()));
      }
    }
    Iterator<Outcome> settled = reconciler.reconcile(targets, context, dryRun).iterator();
    List<Outcome> outcomes = new ArrayList<>();
    for (Finding finding : findings) {
      outcomes.add(finding instanceof Finding.Look ? settled.next() : ignored(finding));
    }
    // what follows the resources that the request names
    settled.forEachRemaining(outcomes::add);
    Answer answer = Answer.of(outcomes);
    int status = answer.status(settings.retryRefused());
    log.answered(context, status, answer, dryRun, millisSince(arrived));
    Response.ResponseBuilder response =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(answer.json());
    if (status == 503) {
      response.header("Retry-After", RetryAfter.seconds(outcomes, reconciler.quietMillis()));
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
