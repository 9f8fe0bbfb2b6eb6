package dev.tagjoin.doctor;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;

/** Knows what a person can do about an error of the vendor's services. Stateless. */
public final class Advice {
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
    String code = error.code();
    if (error.isForbidden()) {
      return "allow " + permission + " in the policy of the role or user";
    }
    if (code.equals(ErrorCode.MISSING_CREDENTIALS)) {
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
    if (error.isAboutClock()) {
      return "set this machine's clock";
    }
    if (error.isThrottling()) {
      return "the account makes too many calls: find the other caller, and ask again";
    }
    if (error.isAboutRegion()) {
      return "correct the region's name in the rule book or in TAGJOIN_REGIONS";
    }
    if (error.isAboutRole()) {
      return "create the role, or correct its name in TAGJOIN_ACCOUNTS";
    }
    if (error.isDeadline()) {
      return "raise the function's time limit to at least 30 seconds";
    }
    if (error.isUnreachable()) {
      return "let the function reach the internet or a VPC endpoint of the service, and ask again";
    }
    return "look the code up in the vendor's error center"
        + (requestId == null ? "" : ", with the request id " + requestId);
  }
}
