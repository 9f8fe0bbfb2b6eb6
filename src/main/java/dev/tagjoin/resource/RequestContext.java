package dev.tagjoin.resource;

import java.util.Objects;

/**
 * What a request brings along besides its body, however it arrived.
 *
 * @param id the request's id, for logs; {@code null} when the platform gives none
 * @param credentials the credentials that came with this request, or {@code null} when those of the
 *     function's environment are to be used
 * @param account the account that the platform says the function belongs to, or {@code null}
 * @param region the region that the platform says the function runs in, or {@code null}
 * @param deadline by when the answer has to leave
 */
public record RequestContext(
    String id, Credentials credentials, String account, String region, Deadline deadline) {
  public RequestContext {
    Objects.requireNonNull(deadline, "deadline");
  }

  /** The same with another deadline. */
  public RequestContext withDeadline(Deadline newDeadline) {
    return new RequestContext(id, credentials, account, region, newDeadline);
  }
}
