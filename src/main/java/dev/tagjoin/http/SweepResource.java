package dev.tagjoin.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.event.Finding;
import dev.tagjoin.report.JsonWriter;
import dev.tagjoin.rule.Nearest;
import dev.tagjoin.sweep.SweepRefusedException;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.sweep.Sweeper;
import dev.tagjoin.text.InvalidJsonException;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Takes sweeps over everything that exists, from HTTP callers and from timers. Thread-safe. */
@Path("/sweep")
@Singleton
public final class SweepResource {
  /** What a caller gets who says nothing: a report, so that nobody moves anything by accident. */
  private static final SweepRequest ON_DEMAND =
      new SweepRequest(null, null, null, SweepRequest.DEFAULT_MOVES, null, false, 0);

  @Inject Sweeper sweeper;
  @Inject HttpSettings settings;
  @Inject JsonReader json;
  @Inject RequestContextReader calls;
  @Inject RequestLog log;

  /**
   * Makes a sweep, or goes on with one.
   *
   * @param body what to look at, a JSON object; empty for a report with all defaults
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response sweep(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
    QueryParameters.none(uri);
    RequestInfo request = calls.read("/sweep", headers, false);
    JsonNode tree;
    try {
      tree = json.read(RequestBody.read(body, headers, request.context().deadline()));
    } catch (InvalidJsonException e) {
      throw SweepBody.bad(e.pointer(), e.getMessage());
    }
    return sweep(tree == null ? ON_DEMAND : SweepBody.read(tree, "", ON_DEMAND), "", request);
  }

  /**
   * Makes the sweep that a timer's payload asks for, or gives {@code null} when it asks for
   * something else. A timer cannot carry a cursor: its sweep begins at any of the listings, so that
   * all of them have their turn though time may never suffice for all. Nor can it carry {@code
   * force}: nobody looks at what it is about to do.
   */
  Response timer(Finding.Timer timer, RequestInfo request) {
    SweepRequest defaults =
        new SweepRequest(
            null,
            null,
            false,
            SweepRequest.MOST_MOVES,
            null,
            false,
            ThreadLocalRandom.current().nextInt(1, 1 << 20));
    JsonNode payload;
    try {
      payload = timer.payload() == null ? null : json.read(timer.payload());
    } catch (InvalidJsonException e) {
      throw SweepBody.bad("/payload", e.getMessage());
    }
    if (payload == null) {
      return sweep(defaults, "/payload", request);
    }
    if (!payload.isObject()) {
      throw SweepBody.bad(
          "/payload", "must be an object such as {\"sweep\":{}} or {\"reconcile\":true}");
    }
    JsonNode reconcile = payload.path("reconcile");
    if (payload.has("reconcile") && !reconcile.isBoolean()) {
      throw SweepBody.bad("/payload/reconcile", "must be true or false");
    }
    if (reconcile.asBoolean()) {
      return sweep(defaults, "/payload", request);
    }
    if (!payload.has("sweep")) {
      refuseMisspelt(payload);
      return null;
    }
    SweepRequest asked = SweepBody.read(payload.get("sweep"), "/payload/sweep", defaults);
    if (asked.force()) {
      throw SweepBody.bad(
          "/payload/sweep/force",
          "a timer cannot force a sweep; send it to POST /sweep once you have seen its report");
    }
    return sweep(asked, "/payload/sweep", request);
  }

  /** A nightly sweep must not be off because of a slip of the hand. */
  private static void refuseMisspelt(JsonNode payload) {
    for (Map.Entry<String, JsonNode> member : payload.properties()) {
      String suggestion = Nearest.suggestion(member.getKey(), List.of("sweep", "reconcile"));
      if (!suggestion.isEmpty() && !member.getKey().equals("reconcile")) {
        throw SweepBody.bad(
            "/payload", "unknown member " + PrintableText.of(member.getKey()) + suggestion);
      }
    }
  }

  private Response sweep(SweepRequest asked, String at, RequestInfo request) {
    SweepReport report;
    try {
      report = sweeper.sweep(asked, request.context());
    } catch (SweepRefusedException e) {
      throw SweepBody.bad(e.member().isEmpty() ? null : at + "/" + e.member(), e.getMessage());
    }
    int status = AnswerStatus.of(report.summary(), settings.retryRefused());
    log.swept(request, asked, status, report);
    return AnswerStatus.answer(
        status, JsonWriter.sweep(report), report.outcomes(), sweeper::quietMillis);
  }
}
