package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.sweep.SweepRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepBodyTest {
  private static final SweepRequest DEFAULTS =
      new SweepRequest(null, null, null, 100, null, false, 0);

  private static SweepRequest read(String json) throws Exception {
    return SweepBody.read(new ObjectMapper().readTree(json), "", DEFAULTS);
  }

  @Test
  void readsEveryMember() throws Exception {
    SweepRequest request =
        read(
            """
            {"accounts": ["42"], "regions": ["cn-beijing"], "types": ["disk", "eni"], "dryRun": false,
             "maxMoves": 7, "cursor": "abc", "force": true}
            """);
    assertEquals(
        new SweepRequest(
            List.of("42"),
            List.of("cn-beijing"),
            List.of(ResourceKind.DISK, ResourceKind.NETWORK_INTERFACE),
            false,
            7,
            "abc",
            true,
            0),
        request);
  }

  @Test
  void takesDefaultForMissingNullOrEmpty() throws Exception {
    assertEquals(DEFAULTS, read("{}"));
    assertEquals(
        DEFAULTS,
        read(
            """
            {"regions": [], "types": null, "dryRun": null, "maxMoves": null, "cursor": null,
             "force": false}
            """));
    assertNull(read("{}").dryRun());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[]                          |             | an object",
        "{\"dryrun\": true}          | /dryrun     | did you mean dryRun?",
        "{\"a/b\": 1}                | /a~1b       | unknown member",
        "{\"regions\": \"cn-x\"}     | /regions    | must be a list of texts, not a text",
        "{\"regions\": [\"cn-x\",7]} | /regions/1  | must be a text, not a number",
        "{\"regions\": [\"CN\"]}     | /regions/0  | a region id such as cn-hangzhou",
        "{\"types\": [\"disks\"]}    | /types/0    | did you mean disk?",
        "{\"types\": {}}             | /types      | must be a list of texts, not an object",
        "{\"dryRun\": \"yes\"}       | /dryRun     | must be true or false, not a text",
        "{\"force\": 1}              | /force      | must be true or false, not a number",
        "{\"maxMoves\": 0}           | /maxMoves   | from 1 to 10000, not 0",
        "{\"maxMoves\": 10001}       | /maxMoves   | from 1 to 10000, not 10001",
        "{\"maxMoves\": 1.5}         | /maxMoves   | a whole number",
        "{\"maxMoves\": \"5\"}       | /maxMoves   | not a text",
        "{\"maxMoves\": 99999999999} | /maxMoves   | not 99999999999",
        "{\"cursor\": 5}             | /cursor     | a number",
      })
  void namesErrorWithItsPlace(String json, String pointer, String message) {
    ProblemException e = assertThrows(ProblemException.class, () -> read(json.trim()));
    assertEquals(pointer == null ? "" : pointer, e.pointer());
    assertTrue(e.getMessage().contains(message), e::getMessage);
  }
}
