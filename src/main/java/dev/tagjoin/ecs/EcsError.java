package dev.tagjoin.ecs;

import java.util.Set;

/**
 * What can be done about an error of the ECS API. It is told by the code, not by the HTTP status:
 * throttling comes as 400.
 */
public enum EcsError {
  /** The same call can succeed later. */
  RETRY,
  /** The resource does not exist, or is not visible yet. */
  GONE,
  /** ECS says that resources of this type have no group. */
  NOT_JOINABLE,
  /** ECS says that the resource has a group already; only reading it tells which. */
  DUPLICATE,
  /** A person has to change something: permission, group, rule, key. */
  REFUSED;

  /** Codes that stand for themselves and, before a dot, for a family. */
  private static final Set<String> RETRY_FAMILIES =
      Set.of(
          "Throttling",
          "ServiceUnavailable",
          "InternalError",
          "OperationConflict",
          "LastTokenProcessing",
          "SignatureNonceUsed",
          "EntityExists.AssociatedTransferTasks",
          "InvalidStatus.ResourceGroup",
          // a temporary credential ran out; another instance, or the next call here, has a new one
          "InvalidSecurityToken.Expired",
          "SecurityTokenExpired",
          "InvalidTimeStamp.Expired",
          "IllegalTimestamp",
          "SDK.ReadTimeout",
          "SDK.ServerUnreachable",
          "SDK.RequestTryOrRetryFailed",
          "SDK.InvalidServerResponse",
          "SDK.InterruptedException");

  /** What these wait for takes seconds to minutes. */
  private static final Set<String> SLOW_FAMILIES =
      Set.of("EntityExists.AssociatedTransferTasks", "InvalidStatus.ResourceGroup");

  private static final Set<String> EXPIRED_TOKEN_FAMILIES =
      Set.of("InvalidSecurityToken.Expired", "SecurityTokenExpired");

  private static final Set<String> CLOCK_FAMILIES =
      Set.of("InvalidTimeStamp.Expired", "IllegalTimestamp");

  /**
   * Classifies an answer.
   *
   * @param code the vendor's code, or {@code null} when the answer carried none
   * @param httpStatus the HTTP status, or 0 when no answer came
   */
  static EcsError of(String code, int httpStatus) {
    if (code == null) {
      // no code: a proxy or a gateway answered, not ECS
      return RETRY;
    }
    if (isOf(RETRY_FAMILIES, code)) {
      return RETRY;
    }
    return switch (code) {
      case "InvalidResourceId.NotFound" -> GONE;
      case "InvalidResourceType.NotFound" -> NOT_JOINABLE;
      case "InvalidResourceGroup.Duplicate" -> DUPLICATE;
      default -> httpStatus >= 500 || httpStatus == 429 || httpStatus == 0 ? RETRY : REFUSED;
    };
  }

  /** Whether there were too many calls, whoever made them. */
  static boolean isThrottling(String code) {
    return isOf(Set.of("Throttling", "HTTP 429"), code);
  }

  /** Whether what is waited for takes seconds to minutes. */
  static boolean isSlow(String code) {
    return isOf(SLOW_FAMILIES, code);
  }

  /** Whether a temporary credential ran out. */
  static boolean isExpiredToken(String code) {
    return isOf(EXPIRED_TOKEN_FAMILIES, code);
  }

  /** Whether this machine's clock is wrong. */
  static boolean isClock(String code) {
    return isOf(CLOCK_FAMILIES, code);
  }

  private static boolean isOf(Set<String> families, String code) {
    String family = code;
    while (!families.contains(family)) {
      int dot = family.lastIndexOf('.');
      if (dot < 0) {
        return false;
      }
      family = family.substring(0, dot);
    }
    return true;
  }
}
