package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {
  @ParameterizedTest
  @CsvSource({
    "Throttling,                             400, RETRY",
    "Throttling.User,                        400, RETRY",
    "Throttling.Api,                         400, RETRY",
    "ServiceUnavailable.RegionMaintaining,   503, RETRY",
    "InternalError,                          500, RETRY",
    "InnerServiceFailed,                     400, RETRY",
    "TaskConflict,                           409, RETRY",
    "SystemBusy,                             400, RETRY",
    "IdempotentProcessing,                   403, RETRY",
    "IncorrectInstanceStatus,                403, RETRY",
    "IncorrectInstanceStatus.Initializing,   403, RETRY",
    "IncorrectDiskStatus,                    403, RETRY",
    "UnknownError,                           400, RETRY",
    "OperationConflict,                      409, RETRY",
    "LastTokenProcessing,                    403, RETRY",
    "SignatureNonceUsed,                     400, RETRY",
    "EntityExists.AssociatedTransferTasks,   400, RETRY",
    "InvalidStatus.ResourceGroup,            403, RETRY",
    "InvalidSecurityToken.Expired,           400, RETRY",
    "InvalidTimeStamp.Expired,               400, RETRY",
    "SomethingNew,                           500, RETRY",
    "SomethingNew,                           429, RETRY",
    "SDK.ServerUnreachable,                    0, RETRY",
    "InvalidResourceId.NotFound,             404, GONE",
    "InvalidEniId.NotFound,                  404, GONE",
    "InvalidEcsId.NotFound,                  404, GONE",
    "InvalidInstanceId.NotFound,             404, GONE",
    "InvalidDiskId.NotFound,                 404, GONE",
    "InvalidLaunchTemplate.NotFound,         404, GONE",
    "InvalidDiskIds.NotFound,                404, GONE",
    "InvalidInstance.NotFound,               404, GONE",
    "InvalidSecurityGroup.NotFound,          404, GONE",
    "InvalidKeyPairName.NotFound,            404, GONE",
    "InvalidDedicatedHostCluster.NotFound,   404, GONE",
    "InvalidImageComponent.NotFound,         404, GONE",
    "InvalidUser.NotFound,                   404, REFUSED",
    "ServerBusy,                             400, RETRY",
    "OperationTimeout,                       403, RETRY",
    "RequestTimeout.Gateway,                 400, RETRY",
    "InvalidResourceType.NotFound,           404, NOT_JOINABLE",
    "InvalidResourceGroup.Duplicate,         403, DUPLICATE",
    "InvalidResourceGroup.NotFound,          404, REFUSED",
    "InvalidResourceGroupId.NotFound,        404, REFUSED",
    "InvalidRegionId.NotFound,               404, REFUSED",
    "InvalidRegionId.ResourceGroup,          403, REFUSED",
    "InvalidAccessKeyId.NotFound,            404, REFUSED",
    "InvalidInstanceId.Malformed,            400, REFUSED",
    "InvalidAction.NotFound,                 404, REFUSED",
    "MissingParameter,                       403, REFUSED",
    "Forbidden.RAM,                          403, REFUSED",
    "SomethingNew,                           400, REFUSED",
  })
  void classifiesByCodeBeforeStatus(String code, int status, ErrorCode.Kind kind) {
    assertEquals(kind, ErrorCode.of(code, status).kind());
  }

  @Test
  void retriesAnAnswerThatIsNotOfTheService() {
    ErrorCode error = ErrorCode.of(null, 403);

    assertEquals(ErrorCode.Kind.RETRY, error.kind());
    assertEquals("HTTP 403", error.code());
    assertTrue(error.isUnreachable());
    assertTrue(ErrorCode.of(null, 429).isThrottling());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MissingCredentials",
        "InvalidAccessKeyId.NotFound",
        "InvalidSecurityToken.Malformed",
        "InvalidSecurityToken.Expired",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "InvalidTimeStamp.Expired",
        "Forbidden.AccessKeyDisabled"
      })
  void credentialErrorsAreNoIdsFault(String code) {
    assertTrue(ErrorCode.of(code, 403).isAboutCredentials());
    assertFalse(ErrorCode.of(code, 403).mayBeCausedByOneId());
    assertFalse(ErrorCode.of(code, 403).isForbidden());
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidInstanceId.Malformed, true, true",
    "InvalidInstanceId.NotFound,  true, true",
    "InvalidEniId.NotFound,       true, true",
    "InvalidDiskId.Malformed,     true, false",
    "InvalidRegionId.NotFound,    false, false",
    "InvalidResourceGroup.NotFound, false, false",
    "Forbidden.RAM,               false, false",
    "Throttling.User,             false, false",
  })
  void saysWhetherOneIdMayBeTheCause(String code, boolean oneId, boolean instanceId) {
    assertEquals(oneId, ErrorCode.of(code, 400).mayBeCausedByOneId());
    assertEquals(instanceId, ErrorCode.of(code, 400).isAboutId("InstanceId"));
  }

  @ParameterizedTest
  @CsvSource({
    "Throttling.User, 400, true",
    "SDK.ReadTimeout, 0, true",
    "SomethingNew, 500, true",
    "ServiceUnavailable, 503, true",
    "SomethingNew, 400, false",
    "DeadlineExceeded, 0, false",
    "EntityExists.AssociatedTransferTasks, 400, false",
  })
  void tellsOverloadFromOtherErrors(String code, int status, boolean overload) {
    assertEquals(overload, ErrorCode.of(code, status).isOverload());
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidResourceGroup.NotFound,    true,  true",
    "InvalidResourceGroup.Duplicate,   true,  false",
    "InvalidStatus.ResourceGroup,      true,  false",
    "InvalidInstanceId.NotFound,       false, false",
    "Forbidden.RAM,                    false, false",
  })
  void tellsUnknownGroupFromOtherErrors(String code, boolean aboutGroup, boolean unknown) {
    assertEquals(aboutGroup, ErrorCode.of(code, 400).isAboutGroup());
    assertEquals(unknown, ErrorCode.of(code, 400).isUnknownGroup());
  }

  @Test
  void tellsEachErrorByItsFactsAlone() {
    ErrorCode forbidden = ErrorCode.of("Forbidden.RAM", 403);

    assertTrue(forbidden.isForbidden());
    assertFalse(forbidden.isThrottling());
    assertFalse(forbidden.isUnreachable());
    assertEquals("Forbidden.RAM", forbidden.toString());
  }
}
