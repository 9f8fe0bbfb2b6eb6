package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.call.Call;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Result;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.ExplanationView;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.StateException;
import dev.tagjoin.rule.StateReader;
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
      ExplanationView.Resource.class,
      ExplanationView.State.class,
      ExplanationView.Verdict.class,
      RuleTrace.class
    })
public final class ExplainResource {
  private final CurrentRules rules;
  private final Reconciler reconciler;
  private final CallReader calls;
  private final ObjectMapper json;

  ExplainResource(CurrentRules rules, Reconciler reconciler, CallReader calls, ObjectMapper json) {
    this.rules = rules;
    this.reconciler = reconciler;
    this.calls = calls;
    this.json = json;
  }

  /**
   * Explains the decision about a resource, whose state is read from ECS, or about a state, for
   * which nothing is read.
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
      return StateReader.isState(asked)
          ? explain(StateReader.read(asked))
          : explain(StateReader.readRef(asked), calls.read(headers));
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

  private Response explain(ResourceRef ref, Call call) throws JsonProcessingException {
    Reconciler.Reading reading = reconciler.read(ref, call);
    if (reading.state() != null) {
      return explain(reading.state());
    }
    Result result = reading.failure().outcome();
    int status =
        switch (result) {
          case RETRY -> 503;
          case REFUSED -> 502;
          case GONE -> 404;
          default -> 422;
        };
    String code = reading.failure().code();
    return Problem.response(
        status,
        "The resource could not be read",
        (code == null ? "" : code + ": ") + reading.failure().reason(),
        null);
  }

  private Response explain(ResourceState state) throws JsonProcessingException {
    return Response.ok(
            json.writeValueAsBytes(ExplanationView.of(rules.book().explain(state))),
            MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
