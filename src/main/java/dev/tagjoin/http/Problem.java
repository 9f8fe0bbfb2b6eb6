package dev.tagjoin.http;

import dev.tagjoin.report.JsonWriter;
import jakarta.ws.rs.core.Response;

/** Answers a request that is not taken, as RFC 9457 has it. */
final class Problem {
  private static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  /**
   * Makes the answer. A caller who is not authenticated loses the connection with it, so that
   * nobody can hold many of them.
   *
   * @param status the HTTP status
   * @param title the kind of problem
   * @param detail what is wrong, where, and what to do
   * @param pointer the place in the body as a JSON pointer, or {@code null}
   */
  static Response response(int status, String title, String detail, String pointer) {
    Response.ResponseBuilder response =
        Response.status(status)
            .type(MEDIA_TYPE)
            .entity(
                JsonWriter.object(
                    json -> {
                      json.writeStringField("type", "about:blank");
                      json.writeStringField("title", title);
                      json.writeNumberField("status", status);
                      JsonWriter.text(json, "detail", detail);
                      JsonWriter.text(json, "pointer", pointer);
                    }));
    if (status == 401) {
      response.header("WWW-Authenticate", "Bearer").header("Connection", "close");
    }
    return response.build();
  }
}
