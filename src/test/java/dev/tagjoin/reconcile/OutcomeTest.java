package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  private static final ResourceRef DISK =
      new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", "1");
  private static final Outcome RETRY = Outcome.of(WorkItem.of(DISK), Status.RETRY);

  @ParameterizedTest
  @CsvSource({
    "EntityExists.AssociatedTransferTasks, true,  false",
    "IncorrectDiskStatus,                  true,  false",
    "SignatureDoesNotMatch,                false, true",
    "Throttling,                           false, false",
  })
  void tellsWhatAnErrorIsAbout(String code, boolean slow, boolean credentials) {
    assertEquals(slow, RETRY.withError(code, "m").isSlow());
    assertEquals(credentials, RETRY.withError(code, "m").isAboutCredentials());
  }

  @Test
  void isAboutNothingWithoutError() {
    assertFalse(RETRY.isSlow());
    assertFalse(RETRY.isAboutCredentials());
  }

  @Test
  void namesTheLeader() {
    assertEquals(new Outcome.Leader("disk", "d-1"), RETRY.withLeader(DISK).follows());
    assertNull(RETRY.withLeader(DISK).withLeader(null).follows());
  }

  @Test
  void spellsStatusInSmallLetters() {
    assertEquals("unchanged", Status.UNCHANGED.toString());
  }
}
