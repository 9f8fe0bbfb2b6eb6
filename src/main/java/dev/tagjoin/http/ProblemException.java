package dev.tagjoin.http;

import dev.tagjoin.report.JsonWriter;
import jakarta.ws.rs.core.Response;

/** A request that is not taken, with the answer to it: a problem as RFC 9457 has it. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;
  private final String pointer;

  /**
   * Makes the exception.
   *
   * @param pointer the place in the body as a JSON pointer, or {@code null}
   */
  ProblemException(int status, String title, String detail, String pointer) {
    // it says what a caller did, so that its trace tells nothing
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.pointer = pointer;
  }

  int status() {
    return status;
  }

  /** What is wrong, with its place in front. */
  String detailWithPlace() {
    return pointer == null || pointer.isEmpty() ? getMessage() : pointer + ": " + getMessage();
  }

  String pointer() {
    return pointer;
  }

  /** The answer. */
  Response response() {
    Response.ResponseBuilder response =
        Response.status(status)
            .type("application/problem+json")
            .entity(
                JsonWriter.object(
                    json -> {
                      json.writeStringField("type", "about:blank");
                      json.writeStringField("title", title);
                      json.writeNumberField("status", status);
                      JsonWriter.text(json, "detail", getMessage());
                      JsonWriter.text(json, "pointer", pointer);
                    }));
    if (status == 401) {
      response.header("WWW-Authenticate", "Bearer").header("Connection", "close");
    }
    return response.build();
  }
}
