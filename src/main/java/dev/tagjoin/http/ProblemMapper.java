package dev.tagjoin.http;

import dev.tagjoin.text.PrintableText;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Makes an answer and a line of the log of every request that is not taken or that fails.
 * Thread-safe.
 */
@Singleton
public final class ProblemMapper {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  @Inject RequestContextReader calls;
  @Inject RequestLog log;

  /** Answers; a bug is answered without a word about the inside, its trace goes to the log. */
  @ServerExceptionMapper
  Response map(Throwable e, UriInfo uri, HttpHeaders headers, RoutingContext exchange) {
    String path = uri.getPath();
    ProblemException problem;
    if (e instanceof ProblemException known) {
      problem = known;
      log.refused(calls.read(path, headers, false), problem);
    } else if (e instanceof WebApplicationException web) {
      Response.StatusType status = web.getResponse().getStatusInfo();
      problem =
          new ProblemException(
              status.getStatusCode(), status.getReasonPhrase(), web.getMessage(), null);
    } else {
      LOG.error("a request failed in an unexpected way\n" + trace(e));
      problem =
          new ProblemException(500, "Unexpected", "the request failed in an unexpected way", null);
    }
    Response response = problem.response();
    if (problem.status() == 401 && !calls.isOnLambda()) {
      // the header alone does not make Vert.x close it
      exchange.addEndHandler(ended -> exchange.request().connection().close());
    }
    return path.equals("/invoke") ? FunctionComputeResource.withStatus(response) : response;
  }

  /** The trace with the messages cleaned: they may hold what a caller sent. */
  static String trace(Throwable thrown) {
    StringBuilder trace = new StringBuilder();
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      trace.append(PrintableText.sentence(t.toString()));
      for (StackTraceElement frame : t.getStackTrace()) {
        trace.append("\n\tat ").append(frame);
      }
      trace.append(t.getCause() == null ? "" : "\ncaused by ");
    }
    return trace.toString();
  }
}
