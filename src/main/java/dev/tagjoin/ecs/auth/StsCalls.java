package dev.tagjoin.ecs.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import java.util.Map;

/** Sends calls to STS, version 2015-04-01. Safe for use by several threads. */
public interface StsCalls {
  /** The name under which the audit log shows the sessions of this function. */
  String SESSION_NAME = "tagjoin";

  /** The shortest maximum that a role can have, and the longest session of a chained role. */
  String SESSION_SECONDS = "3600";

  /**
   * Sends a call, and repeats it while it can succeed soon.
   *
   * @param query the parameters in the URL
   * @param body the parameters in the body, for those that must not get into logs
   * @param signer what to sign with, or {@code null} for a call that proves itself otherwise
   */
  JsonNode call(
      String action,
      Map<String, String> query,
      Map<String, String> body,
      Credentials signer,
      String region,
      Deadline deadline)
      throws EcsException;
}
