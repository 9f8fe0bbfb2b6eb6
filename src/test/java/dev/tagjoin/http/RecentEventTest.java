package dev.tagjoin.http;

import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.FunctionTest;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An event about a resource that ECS does not show: a new one is waited for, an old one is gone.
 */
@QuarkusTest
class RecentEventTest extends FunctionTest {
  /** One event of each route; ID, TIME, MILLIS and CHINA stand for what is filled in. */
  static Stream<String> routes() {
    return Stream.of(
        """
        {"eventName":"TagResources","serviceName":"Ecs","acsRegion":"cn-hangzhou","eventTime":"TIME",
         "requestParameters":{"ResourceType":"disk","ResourceId.1":"ID"}}
        """,
        """
        {"eventName":"AddTags","serviceName":"Ecs","acsRegion":"cn-hangzhou","eventTime":"TIME",
         "requestParameters":{"ResourceType":"disk","ResourceId":"ID"}}
        """,
        """
        {"eventName":"CreateDisk","serviceName":"Ecs","acsRegion":"cn-hangzhou","eventTime":"TIME",
         "responseElements":{"DiskId":"ID"}}
        """,
        """
        {"eventName":"TagResources","serviceName":"Tag","acsRegion":"cn-hangzhou","eventTime":"TIME",
         "requestParameters":{"ResourceARN.1":"arn:acs:ecs:*:*:disk/ID"}}
        """,
        """
        {"resourceEventType":"MODIFY","captureTime":"MILLIS","regionId":"cn-hangzhou",
         "resourceType":"ACS::ECS::Disk","resourceId":"ID"}
        """,
        """
        {"specversion":"1.0","type":"tag:Tag:ChangeOnResource","source":"acs.tag","id":"ID",
         "time":"CHINAPRC","aliyunregionid":"cn-hangzhou","data":{"product":"ecs",
         "resourceType":"disk","resourceId":"ID","tags":{}}}
        """,
        """
        {"specversion":"1.0","type":"t","source":"s","id":"ID","time":"CHINA+08:00",
         "data":{"resources":[{"type":"disk","id":"ID","region":"cn-hangzhou"}]}}
        """,
        """
        {"specversion":"1.0","type":"ecs:ActionTrail:ApiCall","source":"acs.ecs","id":"ID",
         "aliyunpublishtime":"CHINA.179PRC","data":{"eventName":"TagResources",
         "acsRegion":"cn-hangzhou","referencedResources":{"ACS::ECS::Disk":["ID"]}}}
        """);
  }

  private static String at(Instant time, String event, String id) {
    Instant seconds = time.truncatedTo(ChronoUnit.SECONDS);
    return event
        .replace("TIME", seconds.toString())
        .replace("MILLIS", Long.toString(time.toEpochMilli()))
        .replace("CHINA", seconds.atOffset(ZoneOffset.ofHours(8)).toLocalDateTime().toString())
        .replace("ID", id);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void retriesUntilEcsShowsTheResource(String event) {
    String id = create(ResourceKind.DISK, "env", "prod");
    ecs.account().hideUntil(ResourceKind.DISK, id, 1);
    String recent = at(Instant.now().minusSeconds(2), event, id);

    send(recent)
        .statusCode(503)
        .body("outcomes[0].outcome", is("retry"))
        .body("outcomes[0].code", is("NotVisibleYet"));
    send(recent).statusCode(200).body("outcomes[0].outcome", is("joined"));
    assertEquals(PROD, group(ResourceKind.DISK, id));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void isGoneWhenTheEventIsAnHourOld(String event) {
    String old = at(Instant.now().minusSeconds(3_600), event, newId(ResourceKind.DISK));

    send(old).statusCode(200).body("outcomes[0].outcome", is("gone"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void isGoneWhenTheEventIsFromTheFuture(String event) {
    String future = at(Instant.parse("2099-01-01T00:00:00Z"), event, newId(ResourceKind.DISK));

    send(future).statusCode(200).body("outcomes[0].outcome", is("gone"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UntagResources", "RemoveTags"})
  void isGoneWhenTagsWereRemoved(String call) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String id = newId(ResourceKind.DISK);

    send(auditEvent(call, "disk", "ACS::ECS::Disk", now, id))
        .statusCode(200)
        .body("outcomes[0].outcome", is("gone"));
  }
}
