package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.ExplanationView;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.book.StateException;
import dev.tagjoin.rule.book.StateReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** Answers why a resource is, or would be, put where it is. Never moves anything. */
@Path("/explain")
@RegisterForReflection(
    targets = {
      ExplanationView.class,
      ExplanationView.ResourceView.class,
      ExplanationView.StateView.class,
      ExplanationView.Verdict.class,
      ExplanationView.Follows.class,
      ExplanationView.LeaderView.class,
      RuleTrace.class
    })
public final class ExplainResource {
  private final CurrentRules rules;
  private final Reconciler reconciler;
  private final RequestContextReader calls;
  private final ObjectMapper json;

  ExplainResource(
      CurrentRules rules, Reconciler reconciler, RequestContextReader calls, ObjectMapper json) {
    this.rules = rules;
    this.reconciler = reconciler;
    this.calls = calls;
    this.json = json;
  }

  /**
   * Explains the decision about a resource, whose state is read from ECS, or about a state, for
   * which nothing is read. Who leads the resource is read with it; with a state it can be given as
   * {@code leader}, as a state too or as {@code {"type","id"}}, and only the latter is read.
   *
   * @param body {@code {"type","id","region","account"}}, for a state with any of {@code group},
   *     {@code name}, {@code vpc}, {@code vswitch}, {@code tags} besides
   * @param headers the request's headers
   */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Blocking
  public Response explain(InputStream body, @Context HttpHeaders headers) {
    try {
      byte[] bytes = body.readNBytes(EventReader.MAX_BODY + 1);
      if (bytes.length > EventReader.MAX_BODY) {
        return Problem.response(
            413, "Too large", "the body is larger than " + EventReader.MAX_BODY + " bytes", null);
      }
      JsonNode asked = json.readTree(bytes);
      if (asked == null || !asked.isObject()) {
        return notAState("a JSON object with type, id and region expected", "");
      }
      RuleBook book = rules.book();
      return StateReader.isState(asked)
          ? explainGiven(asked, book, headers)
          : explainRead(asked, book, calls.read(headers));
    } catch (StateException e) {
      return notAState(e.getMessage(), e.pointer());
    } catch (JsonProcessingException e) {
      return notAState(
          "not JSON, line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr(),
          null);
    } catch (IOException e) {
      return notAState("the body could not be read to its end", null);
    }
  }

  private static Response notAState(String detail, String pointer) {
    return Problem.response(400, "Neither a resource nor a state", detail, pointer);
  }

  private Response explainRead(JsonNode asked, RuleBook book, RequestContext context)
      throws StateException, JsonProcessingException {
    ResourceRef ref = StateReader.readRef(asked);
    if (asked.hasNonNull("leader")) {
      return notAState("it is read with the resource; only a state may give it", "/leader");
    }
    Reconciler.Reading reading = reconciler.read(ref, context);
    if (reading.state() == null) {
      return unreadable("The resource could not be read", reading.failure());
    }
    ResourceState state = reading.state();
    Reconciler.Leading leading = reconciler.lead(state, book, context);
    Outcome failure = leading.failure();
    if (failure == null) {
      return explain(state, book, leading.lead());
    }
    if (book.decideByRules(state).isEmpty()) {
      return unreadable("Who leads the resource could not be read", failure);
    }
    String why = "could not be read: " + failure.code() + ": " + failure.reason();
    return explain(state, book, Leader.unknown(book.leaderOf(ref.kind()).orElseThrow(), null, why));
  }

  private Response explainGiven(JsonNode asked, RuleBook book, HttpHeaders headers)
      throws StateException, JsonProcessingException {
    ResourceState state = StateReader.read(asked);
    Leader lead = StateReader.readLeader(asked, state.ref(), book);
    if (lead == null || lead.state() != null || lead.id() == null) {
      return explain(state, book, lead);
    }
    RequestContext context = calls.read(headers);
    ResourceRef ref =
        new ResourceRef(lead.kind(), lead.id(), state.ref().region(), state.ref().account());
    Reconciler.Reading reading = reconciler.read(ref, context);
    if (reading.state() == null) {
      return unreadable("The leader could not be read", reading.failure());
    }
    Reconciler.Leading leading = reconciler.lead(reading.state(), book, context);
    return leading.failure() == null
        ? explain(
            state,
            book,
            new Leader(
                lead.kind(), lead.id(), "given with the state", reading.state(), leading.lead()))
        : unreadable("Who leads the leader could not be read", leading.failure());
  }

  private static Response unreadable(String title, Outcome failure) {
    int status =
        switch (failure.status()) {
          case RETRY -> 503;
          case REFUSED -> 502;
          case GONE -> 404;
          default -> 422;
        };
    String code = failure.code();
    return Problem.response(
        status, title, (code == null ? "" : code + ": ") + failure.reason(), null);
  }

  private Response explain(ResourceState state, RuleBook book, Leader lead)
      throws JsonProcessingException {
    return Response.ok(
            json.writeValueAsBytes(ExplanationView.of(book.explain(state), book, lead)),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
