package dev.tagjoin.doctor;

import dev.tagjoin.ecs.EcsException;

/** Knows what a person can do about an error of the vendor's services. */
final class Advice {
  private Advice() {}

  /** Whether the credentials themselves were turned down, so that every other call would be too. */
  static boolean isAboutKeys(EcsException e) {
    String code = e.code();
    return code.equals("MissingCredentials")
        || code.startsWith("InvalidAccessKeyId")
        || code.startsWith("InvalidSecurityToken")
        || code.startsWith("SecurityToken")
        || code.startsWith("SignatureDoesNotMatch")
        || code.startsWith("IncompleteSignature")
        || isAboutClock(e);
  }

  /** Whether a policy does not allow the call. */
  static boolean isForbidden(EcsException e) {
    return e.code().startsWith("Forbidden") || e.code().startsWith("NoPermission");
  }

  private static boolean isAboutClock(EcsException e) {
    return e.code().startsWith("InvalidTimeStamp") || e.code().equals("IllegalTimestamp");
  }

  /** Whether no answer came. */
  static boolean isUnreachable(EcsException e) {
    return e.code().startsWith("SDK.") || e.code().startsWith("HTTP ");
  }

  /**
   * What to do.
   *
   * @param permission the action that has to be allowed, as policies write it
   */
  static String about(EcsException e, String permission) {
    String code = e.code();
    if (isForbidden(e)) {
      return "allow " + permission + " in the policy of the role or user";
    }
    if (code.equals("MissingCredentials")) {
      return "give the function its role (Function Compute), or set ALIBABA_CLOUD_ACCESS_KEY_ID"
          + " and ALIBABA_CLOUD_ACCESS_KEY_SECRET; on your own machine a credentials file will do";
    }
    if (code.startsWith("InvalidAccessKeyId")) {
      return "the access key does not exist or is disabled: set another one";
    }
    if (code.startsWith("SignatureDoesNotMatch")) {
      return "the secret does not belong to the access key: set both anew, without spaces or line"
          + " ends";
    }
    if (code.startsWith("InvalidSecurityToken") || code.startsWith("SecurityToken")) {
      return "the temporary credentials ran out or do not belong together: set all three anew";
    }
    if (isAboutClock(e)) {
      return "set this machine's clock";
    }
    if (code.startsWith("Throttling")) {
      return "the account makes too many calls: find the other caller, and ask again";
    }
    if (code.startsWith("InvalidRegionId")) {
      return "correct the region's name in the rule book or in TAGJOIN_REGIONS";
    }
    if (code.startsWith("EntityNotExist")) {
      return "create the role, or correct its name in TAGJOIN_ACCOUNTS";
    }
    if (code.equals("DeadlineExceeded")) {
      return "raise the function's time limit to at least 30 seconds";
    }
    if (isUnreachable(e)) {
      return "let the function reach the internet or a VPC endpoint of the service, and ask again";
    }
    return "look the code up in the vendor's error center"
        + (e.requestId() == null ? "" : ", with the request id " + e.requestId());
  }
}
