package dev.tagjoin.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

/** Answers a bug without telling the caller about the inside; the trace goes to the log. */
@Provider
public final class UnexpectedExceptionMapper implements ExceptionMapper<RuntimeException> {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  @Override
  public Response toResponse(RuntimeException e) {
    if (e instanceof WebApplicationException web) {
      int status = web.getResponse().getStatus();
      return Problem.response(
          status, web.getResponse().getStatusInfo().getReasonPhrase(), web.getMessage(), null);
    }
    LOG.error("a request failed in an unexpected way", e);
    return Problem.response(500, "Unexpected", "a request failed in an unexpected way", null);
  }
}
