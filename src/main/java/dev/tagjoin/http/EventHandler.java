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
import dev.tagjoin.report.DeliveryReport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Takes a delivery from its bytes to its answer, for every way in. Thread-safe. */
@Singleton
public final class EventHandler {
  @Inject EventReader events;
  @Inject Reconciler reconciler;
  @Inject HttpSettings settings;
  @Inject RequestLog log;

  /** Handles a delivery in which a timer event has no meaning. */
  Response handle(RequestInfo request, byte[] body, HttpHeaders headers) {
    List<Finding> findings = read(request, body, headers);
    if (timerOf(findings) != null) {
      throw new ProblemException(
          400, "Not an event", "a timer event starts a sweep on POST /invoke only", "");
    }
    return answer(findings, request);
  }

  /** The findings of a body. */
  List<Finding> read(RequestInfo request, byte[] body, HttpHeaders headers) {
    try {
      return events.read(body, context(request, headers));
    } catch (TooLargeException e) {
      throw new ProblemException(413, "Too large", e.getMessage(), null);
    } catch (MalformedEventException e) {
      throw new ProblemException(400, "Not an event", e.getMessage(), e.pointer());
    }
  }

  /** The timer event that a delivery consists of, or {@code null}. */
  static Finding.Timer timerOf(List<Finding> findings) {
    return findings.size() == 1 && findings.get(0) instanceof Finding.Timer timer ? timer : null;
  }

  private static EventContext context(RequestInfo request, HttpHeaders headers) {
    Map<String, String> named = new HashMap<>();
    headers.getRequestHeaders().forEach((name, values) -> named.put(name, values.get(0)));
    return new EventContext(
        EventContext.attributes(named),
        headers.getHeaderString("content-encoding"),
        request.context().account(),
        request.context().region());
  }

  /** Reconciles what the findings name, and answers with one outcome for each. */
  Response answer(List<Finding> findings, RequestInfo request) {
    List<WorkItem> items = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding instanceof Finding.Look look) {
        items.add(new WorkItem(look.event(), look.ref(), look.eventTime(), look.ownMove()));
      }
    }
    Iterator<Outcome> settled =
        reconciler.reconcile(items, request.context(), request.dryRun()).iterator();
    List<Outcome> outcomes = new ArrayList<>();
    for (Finding finding : findings) {
      outcomes.add(finding instanceof Finding.Look ? settled.next() : ignored(finding));
    }
    // what follows the resources that the request names
    settled.forEachRemaining(outcomes::add);
    DeliveryReport report = DeliveryReport.of(outcomes);
    int status = AnswerStatus.of(report.summary(), settings.retryRefused());
    log.answered(request, status, report);
    return AnswerStatus.answer(status, report.json(), outcomes, reconciler::quietMillis);
  }

  private static Outcome ignored(Finding finding) {
    if (finding instanceof Finding.Ignored ignored) {
      return Outcome.ignored(ignored.event(), resource(ignored.subject()), ignored.reason());
    }
    return Outcome.ignored(
        finding.event(),
        null,
        "this timer event starts no sweep; send it alone, with the payload {\"sweep\":{}},"
            + " {\"reconcile\":true} or none");
  }

  private static Outcome.Resource resource(Subject subject) {
    return subject == null
        ? null
        : new Outcome.Resource(subject.type(), subject.id(), subject.region(), subject.account());
  }
}
