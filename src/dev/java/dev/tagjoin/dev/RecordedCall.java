package dev.tagjoin.dev;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One call that the embedded ECS received, for assertions and for looking at what happened.
 *
 * @param action the API's name, or {@code null} when the request named none
 * @param region the {@code RegionId}, or {@code null}
 * @param parameters all parameters without {@code Signature} and {@code SecurityToken}
 * @param status the HTTP status of the answer; 0 when the caller got none
 * @param code the error code, or {@code null} for a success
 * @param accessKeyId the key the call was signed with, or {@code null}
 * @param requestId the id under which it was answered
 * @param time when it arrived
 * @param userAgent the caller's {@code User-Agent}, or {@code null}
 */
public record RecordedCall(
    String action,
    String region,
    Map<String, String> parameters,
    int status,
    String code,
    String accessKeyId,
    String requestId,
    Instant time,
    String userAgent) {
  /** Leaves the secret parameters out, whatever was given. */
  public RecordedCall {
    TreeMap<String, String> safe = new TreeMap<>(parameters);
    safe.remove("Signature");
    safe.remove("SecurityToken");
    safe.remove("OIDCToken");
    parameters = Collections.unmodifiableMap(safe);
  }
}
