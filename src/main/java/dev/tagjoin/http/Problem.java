package dev.tagjoin.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;

/**
 * A request that could not be taken, as RFC 9457 has it.
 *
 * @param type a name for the kind of problem; {@code about:blank} says that the status tells all
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail what was found, where, and what was expected
 * @param pointer the place in the body, as a JSON pointer or as a line and column, else {@code
 *     null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String pointer) {
  private static final String MEDIA_TYPE = "application/problem+json";

  static Response response(int status, String title, String detail, String pointer) {
    return Response.status(status)
        .type(MEDIA_TYPE)
        .entity(new Problem("about:blank", title, status, detail, pointer))
        .build();
  }
}
