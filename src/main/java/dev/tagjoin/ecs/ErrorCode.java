package dev.tagjoin.ecs;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An error code of ECS, STS or Resource Manager, and all that is known about it. Immutable.
 *
 * <p>This is the only place that knows the vendor's codes. A code in the table stands for itself
 * and for its family: {@code Throttling} also means {@code Throttling.User}. The HTTP status counts
 * only for codes that are not in the table, because the vendor answers throttled calls with 400.
 */
public final class ErrorCode {
  /** The request's deadline passed before the call was made or answered. */
  public static final String DEADLINE_EXCEEDED = "DeadlineExceeded";

  /** There are no credentials, or their source cannot be read. */
  public static final String MISSING_CREDENTIALS = "MissingCredentials";

  /** The region is not one of those that may be contacted. */
  public static final String UNKNOWN_REGION = "UnknownRegion";

  /** What can be done about an error. */
  public enum Kind {
    /** The same call can succeed later. */
    RETRY,
    /** The resource does not exist, or is not visible yet. */
    GONE,
    /** Resources of this type have no resource group, or the region may not be contacted. */
    NOT_JOINABLE,
    /** The resource is in a group already. Only reading it tells in which one. */
    DUPLICATE,
    /** Needs manual action: a permission, a group, a rule, an access key. */
    REFUSED
  }

  private enum Fact {
    THROTTLING,
    /** The service, or the way to it, is overloaded or out of order. */
    OVERLOAD,
    /** What the call waits for takes seconds to minutes. */
    SLOW,
    EXPIRED_TOKEN,
    CLOCK,
    CREDENTIALS,
    FORBIDDEN,
    GROUP,
    REGION,
    UNREACHABLE
  }

  private record Row(Kind kind, Set<Fact> facts) {}

  private static final Map<String, Row> TABLE = new HashMap<>();

  /** Resources of the types that can be moved, which not every call names by {@code ...Id}. */
  private static final Pattern RESOURCE =
      Pattern.compile(
          "Invalid(Resource|Instance|Disk|Snapshot|Image|SecurityGroup|DedicatedHost(Cluster)?"
              + "|NetworkInterface|KeyPair|LaunchTemplate|Command|Activation|ManagedInstance"
              + "|AutoSnapshotPolicy|ImageComponent)(Ids?|Names?|Set)?\\.NotFound");

  private static final Row UNKNOWN = new Row(null, Set.of());
  private static final Row NO_SERVICE =
      new Row(Kind.RETRY, EnumSet.of(Fact.OVERLOAD, Fact.UNREACHABLE));

  static {
    put(Kind.RETRY, "Throttling", Fact.THROTTLING, Fact.OVERLOAD);
    put(Kind.RETRY, "HTTP 429", Fact.THROTTLING, Fact.OVERLOAD);
    put(Kind.RETRY, "ServiceUnavailable", Fact.OVERLOAD);
    put(Kind.RETRY, "InternalError", Fact.OVERLOAD);
    put(Kind.RETRY, "InnerServiceFailed", Fact.OVERLOAD);
    put(Kind.RETRY, "SystemBusy", Fact.OVERLOAD);
    put(Kind.RETRY, "OperationConflict");
    put(Kind.RETRY, "TaskConflict");
    put(Kind.RETRY, "LastTokenProcessing");
    put(Kind.RETRY, "IdempotentProcessing");
    put(Kind.RETRY, "SignatureNonceUsed");
    put(Kind.RETRY, "UnknownError");
    put(Kind.RETRY, DEADLINE_EXCEEDED);
    put(Kind.RETRY, "EntityExists.AssociatedTransferTasks", Fact.SLOW);
    put(Kind.RETRY, "InvalidStatus.ResourceGroup", Fact.SLOW, Fact.GROUP);
    put(Kind.RETRY, "InvalidSecurityToken.Expired", Fact.EXPIRED_TOKEN, Fact.CREDENTIALS);
    put(Kind.RETRY, "SecurityTokenExpired", Fact.EXPIRED_TOKEN, Fact.CREDENTIALS);
    put(Kind.RETRY, "AuthenticationFail.OIDCToken.Expired", Fact.CREDENTIALS);
    put(Kind.RETRY, "InvalidTimeStamp.Expired", Fact.CLOCK, Fact.CREDENTIALS);
    put(Kind.RETRY, "IllegalTimestamp", Fact.CLOCK, Fact.CREDENTIALS);
    put(Kind.NOT_JOINABLE, "InvalidResourceType.NotFound");
    put(Kind.NOT_JOINABLE, UNKNOWN_REGION, Fact.REGION);
    put(Kind.DUPLICATE, "InvalidResourceGroup.Duplicate", Fact.GROUP);
    put(Kind.REFUSED, "InvalidResourceGroup", Fact.GROUP);
    put(Kind.REFUSED, "InvalidResourceGroupId", Fact.GROUP);
    put(Kind.REFUSED, "InvalidRegionId", Fact.REGION);
    put(Kind.REFUSED, "InvalidZoneId");
    put(Kind.REFUSED, "InvalidAction");
    put(Kind.REFUSED, "InvalidParameter");
    put(Kind.REFUSED, "InvalidTimeStamp", Fact.CLOCK, Fact.CREDENTIALS);
    put(Kind.REFUSED, MISSING_CREDENTIALS, Fact.CREDENTIALS);
    put(Kind.REFUSED, "InvalidAccessKeyId", Fact.CREDENTIALS);
    put(Kind.REFUSED, "InvalidAccessKeySecret", Fact.CREDENTIALS);
    put(Kind.REFUSED, "InvalidSecurityToken", Fact.CREDENTIALS);
    put(Kind.REFUSED, "SecurityToken", Fact.CREDENTIALS);
    put(Kind.REFUSED, "SignatureDoesNotMatch", Fact.CREDENTIALS);
    put(Kind.REFUSED, "IncompleteSignature", Fact.CREDENTIALS);
    put(Kind.REFUSED, "AuthenticationFail", Fact.CREDENTIALS);
    put(Kind.REFUSED, "Forbidden", Fact.FORBIDDEN);
    put(Kind.REFUSED, "Forbidden.AccessKeyDisabled", Fact.CREDENTIALS);
    put(Kind.REFUSED, "NoPermission", Fact.FORBIDDEN);
    put(Kind.REFUSED, "EntityNotExist");
  }

  private static void put(Kind kind, String family, Fact... facts) {
    TABLE.put(family, new Row(kind, Set.of(facts)));
  }

  private final String code;
  private final Kind kind;
  private final Set<Fact> facts;

  private ErrorCode(String code, Kind kind, Set<Fact> facts) {
    this.code = code;
    this.kind = kind;
    this.facts = facts;
  }

  /**
   * Classifies a code whose HTTP status is not known.
   *
   * @param code the code; {@code null} counts as unknown
   */
  public static ErrorCode of(String code) {
    return of(code == null ? "" : code, 0);
  }

  /**
   * Classifies an answer.
   *
   * @param code the vendor's code, or {@code null} when a proxy or gateway answered without one
   * @param httpStatus the HTTP status, or 0 when no answer came
   */
  static ErrorCode of(String code, int httpStatus) {
    String text = code != null ? code : "HTTP " + httpStatus;
    Row row = row(text);
    boolean isServersFault = httpStatus >= 500 || httpStatus == 429;
    Kind kind =
        row.kind != null ? row.kind : isServersFault || httpStatus == 0 ? Kind.RETRY : Kind.REFUSED;
    Set<Fact> facts = row.facts;
    if (isServersFault && !facts.contains(Fact.OVERLOAD)) {
      facts = EnumSet.of(Fact.OVERLOAD);
      facts.addAll(row.facts);
    }
    return new ErrorCode(text, kind, facts);
  }

  private static Row row(String code) {
    String family = code;
    for (int dot = code.length(); dot > 0; dot = code.lastIndexOf('.', dot - 1)) {
      family = code.substring(0, dot);
      Row row = TABLE.get(family);
      if (row != null) {
        return row;
      }
    }
    if (code.startsWith("HTTP ") || code.startsWith("SDK.")) {
      return NO_SERVICE;
    }
    if (family.startsWith("Invalid") && family.endsWith("Id") && code.endsWith(".NotFound")) {
      // InvalidInstanceId.NotFound, InvalidEniId.NotFound and their like
      return new Row(Kind.GONE, Set.of());
    }
    if (RESOURCE.matcher(code).matches()) {
      return new Row(Kind.GONE, Set.of());
    }
    if (family.endsWith("Busy") || family.endsWith("Timeout")) {
      return new Row(Kind.RETRY, EnumSet.of(Fact.OVERLOAD));
    }
    if (family.startsWith("Incorrect") && family.endsWith("Status")) {
      // IncorrectInstanceStatus, IncorrectDiskStatus: something else is being done to the resource
      return new Row(Kind.RETRY, EnumSet.of(Fact.SLOW));
    }
    return UNKNOWN;
  }

  /** What can be done about the error. */
  public Kind kind() {
    return kind;
  }

  /** The code as the service sent it. */
  public String code() {
    return code;
  }

  /** Whether there were too many calls, whoever made them. */
  public boolean isThrottling() {
    return facts.contains(Fact.THROTTLING);
  }

  /** Whether fewer calls at once may help: throttled, timed out, or failed in the service. */
  public boolean isOverload() {
    return facts.contains(Fact.OVERLOAD);
  }

  /** Whether what the call waits for takes seconds to minutes. */
  public boolean isSlow() {
    return facts.contains(Fact.SLOW);
  }

  /** Whether temporary credentials expired. */
  public boolean isExpiredToken() {
    return facts.contains(Fact.EXPIRED_TOKEN);
  }

  /** Whether the clock of this machine is wrong. */
  public boolean isAboutClock() {
    return facts.contains(Fact.CLOCK);
  }

  /** Whether the credentials were rejected, so that every other call would be rejected as well. */
  public boolean isAboutCredentials() {
    return facts.contains(Fact.CREDENTIALS);
  }

  /** Whether a policy does not allow the call. */
  public boolean isForbidden() {
    return facts.contains(Fact.FORBIDDEN);
  }

  /** Whether the error is about the target group. */
  public boolean isAboutGroup() {
    return facts.contains(Fact.GROUP);
  }

  /** Whether the target group does not exist. */
  public boolean isUnknownGroup() {
    return facts.contains(Fact.GROUP) && kind == Kind.REFUSED;
  }

  /** Whether no answer of the service came. */
  public boolean isUnreachable() {
    return facts.contains(Fact.UNREACHABLE);
  }

  /** Whether time ran out before the call was made or answered. */
  public boolean isDeadline() {
    return code.equals(DEADLINE_EXCEEDED);
  }

  /** Whether one of several ids may have made the call fail, so that the others succeed alone. */
  public boolean mayBeCausedByOneId() {
    return kind != Kind.RETRY
        && !isAboutCredentials()
        && !facts.contains(Fact.REGION)
        && !isAboutGroup()
        && !code.startsWith("InvalidAction")
        && (code.startsWith("Invalid")
            || code.endsWith(".NotFound")
            || code.endsWith(".Malformed"));
  }

  /**
   * Whether the call was refused for what an id is or is not.
   *
   * @param member the name of the id in describe answers, {@code InstanceId}
   */
  public boolean isAboutId(String member) {
    return kind == Kind.GONE || (mayBeCausedByOneId() && code.contains(member));
  }

  @Override
  public String toString() {
    return code;
  }
}
