package dev.tagjoin.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading items of answers as ECS spells them. */
class DescribeItemTest {
  private static ResourceState disk(String members) throws IOException {
    return DescribeItem.state(
        ResourceKind.DISK, "cn-hangzhou", "1", new ObjectMapper().readTree("{" + members + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "''  | ''           | none",
        "i-1 | ''           | i-1",
        "''  | i-1          | i-1",
        "i-1 | i-1          | i-1",
        "i-1 | i-2          | none",
        "''  | i-1,i-2      | none",
        "''  | i-1,i-1      | i-1",
      })
  void tellsTheOneInstanceThatADiskIsIn(String named, String attached, String expected)
      throws IOException {
    String attachments =
        attached.isEmpty()
            ? ""
            : "{\"InstanceId\":\"" + attached.replace(",", "\"},{\"InstanceId\":\"") + "\"}";

    ResourceState state =
        disk(
            "\"DiskId\":\"d-1\",\"InstanceId\":\"%s\",\"Attachments\":{\"Attachment\":[%s]}"
                .formatted(named, attachments));

    assertEquals(expected, state.attachedTo());
  }

  @Test
  void leavesOutItemWithoutId() throws IOException {
    assertNull(disk("\"DiskName\":\"data\""));
  }
}
