package dev.tagjoin.doctor;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;

/**
 * What a person can do about an error of the vendor's services. Stateless. A test holds the tables
 * of codes in {@code docs/operate.md} against it.
 */
public final class Advice {
  private static final String NOTHING = "nothing; it ends by itself";
  private static final String UNREACHABLE =
      "check the endpoint, the network (internet or VPC endpoint) and the vendor's status page";

  /** Families of codes and what to do; the first family that a code begins with counts. */
  private static final String[][] TABLE = {
    {
      ErrorCode.MISSING_CREDENTIALS,
      "give the function its role (Function Compute), or set ALIBABA_CLOUD_ACCESS_KEY_ID and"
          + " ALIBABA_CLOUD_ACCESS_KEY_SECRET, or correct the credentials file"
    },
    {"InvalidAccessKeyId", "the access key does not exist or is disabled: set another one"},
    {"SignatureDoesNotMatch", "the secret does not belong to the access key: set both again"},
    {"InvalidSecurityToken", "the temporary credentials have expired: get new ones"},
    {"InvalidRegionId.ResourceGroup", "exclude the region in the rule book"},
    {"InvalidRegionId", "correct the region in the rule book or in TAGJOIN_REGIONS"},
    {ErrorCode.UNKNOWN_REGION, "correct the region in the rule book or in TAGJOIN_REGIONS"},
    {"EntityNotExist.Role", "create the role, or correct its name in TAGJOIN_ACCOUNTS"},
    {
      "InvalidResourceGroup.NotFound",
      "correct the group's id in the rule book, or create the group"
    },
    {"UnknownGroup", "create the group there, or correct the rule book"},
    {"InvalidResourceGroup.Duplicate", "ask the vendor, with the request id"},
    {
      "InvalidStatus.ResourceGroup",
      "nothing while the group is being created; when it is being deleted, change the rule book"
    },
    {"EntityExists.AssociatedTransferTasks", NOTHING},
    {"OperationConflict", NOTHING},
    {"TaskConflict", NOTHING},
    {"IdempotentProcessing", NOTHING},
    {"IncorrectInstanceStatus", NOTHING},
    {"NotVisibleYet", NOTHING},
    {"UnknownError", UNREACHABLE},
    {"TooManyFollowers", "nothing; the next delivery goes on"},
    {"Overtaken", "find what keeps changing the resource's tags"},
    {ErrorCode.DEADLINE_EXCEEDED, "raise the function's time limit to at least 30 seconds"},
  };

  private Advice() {}

  /**
   * What to do.
   *
   * @param permission the action that has to be allowed, as policies write it
   */
  static String about(EcsException e, String permission) {
    return about(e.error(), permission, e.requestId());
  }

  /**
   * What to do about an error of which only the code is known.
   *
   * @param code the error code
   * @param permission the action that has to be allowed, as policies write it
   * @param requestId the id of the vendor's answer, or {@code null}
   */
  public static String about(String code, String permission, String requestId) {
    return about(ErrorCode.of(code), permission, requestId);
  }

  /** Whether an error code says that the credentials themselves were rejected. */
  public static boolean isAboutCredentials(String code) {
    return ErrorCode.of(code).isAboutCredentials();
  }

  /** Whether an error code says that a policy does not allow the call. */
  public static boolean isForbidden(String code) {
    return ErrorCode.of(code).isForbidden();
  }

  private static String about(ErrorCode error, String permission, String requestId) {
    if (error.isForbidden()) {
      return "allow " + permission + " in the policy of the role or user";
    }
    for (String[] row : TABLE) {
      if (error.code().startsWith(row[0])) {
        return row[1];
      }
    }
    if (error.isAboutClock()) {
      return "set this machine's clock";
    }
    if (error.isThrottling()) {
      return "find the other caller that uses up the account's rate limit";
    }
    if (error.isAboutCredentials()) {
      return "get new credentials";
    }
    if (error.isUnreachable() || error.isOverload()) {
      return UNREACHABLE;
    }
    return "look the code up in the vendor's error center"
        + (requestId == null ? "" : ", with the request id " + requestId);
  }
}
