package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tagjoin.event.Finding;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.SweepAnswer;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.sweep.SweepRefusedException;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.sweep.Sweeper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ThreadLocalRandom;

/** Takes a pass from its request, or from a timer that went off, to its answer. */
@Singleton
public final class SweepHandler {
  /** What a caller gets who says nothing: a report, so that nobody moves anything by accident. */
  private static final SweepRequest ON_DEMAND =
      new SweepRequest(null, null, null, SweepRequest.DEFAULT_MOVES, null, false, 0);

  private final Sweeper sweeper;
  private final RequestContextReader calls;
  private final HttpSettings settings;
  private final ObjectReader json;
  private final RequestLog log;

  SweepHandler(
      Sweeper sweeper,
      RequestContextReader calls,
      HttpSettings settings,
      ObjectMapper json,
      RequestLog log) {
    this.sweeper = sweeper;
    this.calls = calls;
    this.settings = settings;
    this.json = json.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.log = log;
  }

  /** Makes the pass that a body asks for; an empty one asks for a report with all defaults. */
  Response handle(InputStream body, HttpHeaders headers) {
    RequestContext context = calls.read(headers);
    try {
      byte[] bytes = body.readNBytes(EventHandler.MAX_BODY_BYTES + 1);
      if (bytes.length > EventHandler.MAX_BODY_BYTES) {
        String detail = "the body is larger than " + EventHandler.MAX_BODY_BYTES + " bytes";
        return refused(context, 413, "Too large", detail, null);
      }
      JsonNode tree = json.readTree(bytes);
      boolean isEmpty = tree == null || tree.isMissingNode();
      return sweep(isEmpty ? ON_DEMAND : SweepBody.read(tree, "", ON_DEMAND), "", context);
    } catch (SweepBody.BadBodyException e) {
      return bad(context, e.getMessage(), e.pointer());
    } catch (JsonProcessingException e) {
      return bad(
          context,
          "not JSON, line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage(),
          null);
    } catch (IOException e) {
      return bad(context, "the body could not be read to its end", null);
    }
  }

  /**
   * Makes the pass that a timer's payload asks for, or gives {@code null} when it asks for
   * something else. A timer cannot carry a cursor: its pass begins at any of the listings, so that
   * all of them have their turn though time may never suffice for all.
   *
   * @param dryRun whether to report only, whatever the payload says
   */
  Response timer(Finding.Timer timer, RequestContext context, boolean dryRun) {
    SweepRequest defaults =
        new SweepRequest(
            null,
            null,
            dryRun ? null : false,
            SweepRequest.MOST_MOVES,
            null,
            false,
            ThreadLocalRandom.current().nextInt(1, 1 << 20));
    String payload = timer.payload() == null ? "" : timer.payload().strip();
    try {
      if (payload.isEmpty()) {
        return sweep(defaults, "/payload", context);
      }
      JsonNode tree = json.readTree(payload);
      if (tree.path("reconcile").isBoolean() && tree.path("reconcile").booleanValue()) {
        return sweep(defaults, "/payload", context);
      }
      if (!tree.has("sweep")) {
        return null;
      }
      SweepRequest asked = SweepBody.read(tree.get("sweep"), "/payload/sweep", defaults);
      return sweep(dryRun ? asked.dry() : asked, "/payload/sweep", context);
    } catch (JsonProcessingException e) {
      return null;
    } catch (SweepBody.BadBodyException e) {
      return bad(context, e.getMessage(), e.pointer());
    }
  }

  private Response bad(RequestContext context, String detail, String pointer) {
    return refused(context, 400, "Not a sweep", detail, pointer);
  }

  private Response refused(
      RequestContext context, int status, String title, String detail, String pointer) {
    String at = pointer == null || pointer.isEmpty() ? "" : pointer + ": ";
    log.refused(context, status, title + ": " + at + detail, 0);
    return Problem.response(status, title, detail, pointer);
  }

  private Response sweep(SweepRequest request, String at, RequestContext context) {
    long start = System.nanoTime();
    SweepReport report;
    try {
      report = sweeper.sweep(request, context);
    } catch (SweepRefusedException e) {
      return bad(context, e.getMessage(), e.member().isEmpty() ? null : at + "/" + e.member());
    }
    int status = status(report);
    log.swept(context, status, report, (System.nanoTime() - start) / 1_000_000);
    Response.ResponseBuilder response =
        Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(SweepAnswer.json(report));
    if (status == 503) {
      response.header("Retry-After", RetryAfter.seconds(report.outcomes(), sweeper.quietMillis()));
    }
    return response.build();
  }

  private int status(SweepReport report) {
    if (report.count(Status.RETRY) > 0) {
      return 503;
    }
    return settings.retryRefused() && report.count(Status.REFUSED) > 0 ? 502 : 200;
  }
}
