package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkItemTest {
  private static final ResourceRef DISK =
      new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", "1");
  private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATE = EARLY.plusSeconds(1);

  private static WorkItem at(Instant time) {
    return new WorkItem("e", DISK, time);
  }

  private static WorkItem ownMove(String group) {
    return new WorkItem("e", DISK, null, group);
  }

  @Test
  void keepsLatestTimeOfMergedItems() {
    assertEquals(LATE, at(EARLY).mergedWith(at(LATE)).eventTime());
    assertEquals(LATE, at(LATE).mergedWith(at(EARLY)).eventTime());
    assertEquals(LATE, at(null).mergedWith(at(LATE)).eventTime());
    assertEquals(LATE, at(LATE).mergedWith(at(null)).eventTime());
    assertNull(at(null).mergedWith(at(null)).eventTime());
  }

  @Test
  void isAnEchoOfTheOwnMoveToTheGroupAlone() {
    assertTrue(ownMove("rg-1").isEcho("rg-1"));
    assertFalse(ownMove("rg-1").isEcho("rg-2"));
    assertFalse(ownMove(null).isEcho("rg-1"));
  }

  @Test
  void isNoEchoWhenAnotherEventGivesAReasonToLook() {
    assertTrue(ownMove("rg-1").mergedWith(ownMove("rg-1")).isEcho("rg-1"));
    assertFalse(ownMove("rg-1").mergedWith(ownMove("rg-2")).isEcho("rg-1"));
    assertFalse(ownMove("rg-1").mergedWith(ownMove(null)).isEcho("rg-1"));
    assertFalse(ownMove(null).mergedWith(ownMove("rg-1")).isEcho("rg-1"));
  }

  @ParameterizedTest
  @CsvSource({
    // seconds from now to the event
    "-600, GONE",
    "-200, RETRY",
    "200,  RETRY",
    "600,  GONE",
  })
  void retriesUnseenResourceOfRecentEvent(int seconds, Status expected) {
    assertEquals(expected, at(Instant.now().plusSeconds(seconds)).notShown().status());
    assertEquals(Status.GONE, at(null).notShown().status());
  }

  @ParameterizedTest
  @CsvSource({
    "Throttling,                     RETRY",
    "InvalidDiskId.NotFound,         GONE",
    "InvalidResourceType.NotFound,   IGNORED",
    "InvalidResourceGroup.Duplicate, REFUSED",
    "Forbidden.RAM,                  REFUSED",
  })
  void reportsFailedCall(String code, Status expected) {
    Outcome outcome = at(null).failed(new EcsException(ErrorCode.of(code), "why", "id-1", 0));

    assertEquals(expected, outcome.status());
    assertEquals("id-1", outcome.requestId());
    assertEquals("d-1", outcome.resource().id());
    assertEquals(expected == Status.GONE ? null : code, outcome.code());
    assertEquals(
        expected == Status.GONE ? "ECS does not show this resource" : "why", outcome.reason());
  }
}
