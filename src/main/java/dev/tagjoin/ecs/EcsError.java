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
    if (isOfFamily(code)) {
      return RETRY;
    }
    return switch (code) {
      case "InvalidResourceId.NotFound" -> GONE;
      case "InvalidResourceType.NotFound" -> NOT_JOINABLE;
      case "InvalidResourceGroup.Duplicate" -> DUPLICATE;
      default -> httpStatus >= 500 || httpStatus == 429 || httpStatus == 0 ? RETRY : REFUSED;
    };
  }

  private static boolean isOfFamily(String code) {
    String family = code;
    while (true) {
      if (RETRY_FAMILIES.contains(family)) {
        return true;
      }
      int dot = family.lastIndexOf('.');
      if (dot < 0) {
        return false;
      }
      family = family.substring(0, dot);
    }
  }
}
