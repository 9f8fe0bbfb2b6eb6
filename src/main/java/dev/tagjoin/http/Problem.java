package dev.tagjoin.http;

import dev.tagjoin.report.JsonBody;
import jakarta.ws.rs.core.Response;

/** Answers a request that could not be taken, as RFC 9457 has it. */
final class Problem {
  private static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  /**
   * Makes the answer.
   *
   * @param status the HTTP status
   * @param title the kind of problem
   * @param detail what was found, where, and what was expected
   * @param pointer the place in the body as a JSON pointer, or {@code null}
   */
  static Response response(int status, String title, String detail, String pointer) {
    return Response.status(status)
        .type(MEDIA_TYPE)
        .entity(
            JsonBody.object(
                json -> {
                  json.writeStringField("type", "about:blank");
                  json.writeStringField("title", title);
                  json.writeNumberField("status", status);
                  JsonBody.text(json, "detail", detail);
                  JsonBody.text(json, "pointer", pointer);
                }))
        .build();
  }
}
