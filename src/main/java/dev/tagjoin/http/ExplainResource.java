package dev.tagjoin.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.group.GroupLookupException;
import dev.tagjoin.reconcile.Inspector;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.follow.PlacementResolver;
import dev.tagjoin.report.ExplanationJson;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.StateException;
import dev.tagjoin.rule.book.StateReader;
import dev.tagjoin.text.InvalidJsonException;
import dev.tagjoin.text.JsonReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/** Answers why a resource is, or would be, put where it is. Never moves anything. */
@Path("/explain")
public final class ExplainResource {
  @Inject CurrentRules rules;
  @Inject Reconciler reconciler;
  @Inject RequestContextReader calls;
  @Inject JsonReader json;
  @Inject RequestLog log;

  /**
   * Explains the decision about a resource, whose state is read from ECS, or about a state, for
   * which nothing is read. The leader of the resource is read with it; with a state it can be given
   * as {@code leader}, as a state too or as {@code {"type","id"}}, and only the latter is read.
   *
   * @param body {@code {"type","id","region","account"}}, for a state with any of {@code group},
   *     {@code name}, {@code vpc}, {@code vswitch}, {@code tags} besides
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response explain(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
    QueryParameters.none(uri);
    RequestInfo request = calls.read("/explain", headers, true);
    byte[] bytes = RequestBody.read(body, headers, request.context().deadline());
    RuleBook book = rules.book();
    byte[] answer;
    try {
      JsonNode asked = json.read(bytes);
      if (asked == null || !asked.isObject()) {
        throw notAState("", "send a JSON object with type, id and region");
      }
      answer =
          StateReader.isState(asked)
              ? explainGiven(asked, book, request.context())
              : explainRead(asked, book, request.context());
    } catch (InvalidJsonException e) {
      throw notAState(e.pointer(), e.getMessage());
    } catch (StateException e) {
      throw notAState(e.pointer(), e.getMessage());
    }
    log.answered(request);
    return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static ProblemException notAState(String pointer, String detail) {
    return new ProblemException(400, "Neither a resource nor a state", detail, pointer);
  }

  private byte[] explainRead(JsonNode asked, RuleBook book, RequestContext context)
      throws StateException {
    ResourceRef ref = StateReader.readRef(asked);
    if (asked.hasNonNull("leader")) {
      throw notAState(
          "/leader",
          "remove it, or send a full state: without a state, the leader is read from ECS");
    }
    ResourceState state = read("The resource could not be read", ref, context);
    Inspector inspector = reconciler.inspector();
    PlacementResolver placements = inspector.explaining(book, context);
    AccountGroups groups = placements.groups(state.ref());
    try {
      Inspector.Leading leading = inspector.lead(state, placements);
      Outcome failure = leading.failure();
      if (failure == null) {
        return explain(state, book, leading.lead(), groups);
      }
      if (book.decideByRules(state, groups).isEmpty()) {
        throw unreadable("The resource's leader could not be read", failure);
      }
      String why = "could not be read: " + failure.code() + ": " + failure.reason();
      Leader unknown = Leader.unknown(book.leaderOf(ref.kind()).orElseThrow(), null, why);
      return explain(state, book, unknown, groups);
    } catch (GroupLookupException e) {
      throw unreadable("The resource groups could not be read", Inspector.failed(state, e));
    }
  }

  private byte[] explainGiven(JsonNode asked, RuleBook book, RequestContext context)
      throws StateException {
    ResourceState state = StateReader.read(asked);
    Leader lead = StateReader.readLeader(asked, state.ref(), book);
    if (lead == null || lead.state() != null || lead.id() == null) {
      return explain(state, book, lead, AccountGroups.OFFLINE);
    }
    ResourceRef ref =
        new ResourceRef(lead.kind(), lead.id(), state.ref().region(), state.ref().account());
    Inspector inspector = reconciler.inspector();
    ResourceState leader = read("The leader could not be read", ref, context);
    Inspector.Leading leading = inspector.lead(leader, inspector.explaining(book, context));
    if (leading.failure() != null) {
      throw unreadable("The leader's leader could not be read", leading.failure());
    }
    return explain(
        state,
        book,
        new Leader(lead.kind(), lead.id(), "given with the state", leader, leading.lead()),
        AccountGroups.OFFLINE);
  }

  private ResourceState read(String problem, ResourceRef ref, RequestContext context) {
    Inspector.Reading reading = reconciler.inspector().read(ref, context);
    if (reading.state() == null) {
      throw unreadable(problem, reading.failure());
    }
    return reading.state();
  }

  private static ProblemException unreadable(String title, Outcome failure) {
    int status =
        switch (failure.status()) {
          case RETRY -> 503;
          case REFUSED -> 502;
          case GONE -> 404;
          default -> 422;
        };
    String code = failure.code() == null ? "" : failure.code() + ": ";
    return new ProblemException(status, title, code + failure.reason(), null);
  }

  private static byte[] explain(
      ResourceState state, RuleBook book, Leader lead, AccountGroups groups) {
    return ExplanationJson.of(book.explain(state, groups), book, lead, groups);
  }
}
