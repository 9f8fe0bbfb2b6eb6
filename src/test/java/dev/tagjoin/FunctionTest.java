package dev.tagjoin;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of the running function share: they see it as the outside world does, and have the
 * embedded ECS in hand. Every test makes the resources that it needs.
 */
@WithTestResource(value = EcsTestResource.class, scope = TestResourceScope.GLOBAL)
public abstract class FunctionTest {
  protected static final String REGION = "cn-hangzhou";
  protected static final String DEFAULT = EmbeddedAccount.DEFAULT_GROUP;
  protected static final String PROD = "rg-acfmxazb4ph6aiy";
  protected static final String PAYMENTS = "rg-aekzq2m7cbq4tay";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

  protected EmbeddedEcs ecs;

  @BeforeEach
  void calm() {
    ecs.faults().clear();
    ecs.clearCalls();
  }

  /** A new resource in the default group. */
  protected String create(ResourceKind kind, String... tags) {
    String id = newId(kind);
    EmbeddedResource resource = EmbeddedResource.of(kind, id, REGION).withGroup(DEFAULT);
    for (int i = 0; i < tags.length; i += 2) {
      resource = resource.withTag(tags[i], tags[i + 1]);
    }
    ecs.account().add(resource);
    return id;
  }

  protected static String newId(ResourceKind kind) {
    return newId(kind, Long.toString(NEXT.getAndIncrement(), 36));
  }

  static String newId(ResourceKind kind, String unique) {
    return switch (kind) {
      case INSTANCE -> "i-bp1" + unique;
      case DISK -> "d-bp1" + unique;
      case NETWORK_INTERFACE -> "eni-bp1" + unique;
      default -> kind.type() + "-" + unique;
    };
  }

  protected String group(ResourceKind kind, String id) {
    return ecs.account().groupOf(kind, id);
  }

  /** The audit event of a {@code TagResources} call, as EventBridge delivers it. */
  protected static String tagEvent(ResourceKind kind, String... ids) {
    return auditEvent("TagResources", kind.type(), kind.auditType(), "2026-06-18T08:00:00Z", ids);
  }

  /** The audit event of a move that the function made. */
  protected static String ownMoveEvent(ResourceKind kind, String id, String group) {
    return joinEvent(kind, id, group, "AlibabaCloud (Linux; amd64) Java/17 Core/4.7.10 tagjoin/1");
  }

  /** The audit event of a {@code JoinResourceGroup} call. */
  protected static String joinEvent(ResourceKind kind, String id, String group, String userAgent) {
    Map<String, Object> data = new HashMap<>();
    data.put("eventName", "JoinResourceGroup");
    data.put("eventTime", "2026-06-18T08:00:00Z");
    data.put("serviceName", "Ecs");
    data.put("acsRegion", REGION);
    data.put("recipientAccountId", EmbeddedAccount.ID);
    data.put("userAgent", userAgent);
    data.put(
        "requestParameters",
        Map.of(
            "RegionId",
            REGION,
            "ResourceType",
            kind.type(),
            "ResourceId",
            id,
            "ResourceGroupId",
            group));
    return event("2026-06-18T08:00:00Z", data);
  }

  protected static String auditEvent(
      String name, String type, String auditType, String time, String... ids) {
    return event(
        time,
        Map.of(
            "eventName",
            name,
            "eventType",
            "ApiCall",
            "eventTime",
            time,
            "serviceName",
            "Ecs",
            "acsRegion",
            REGION,
            "recipientAccountId",
            EmbeddedAccount.ID,
            "requestParameters",
            Map.of("RegionId", REGION, "ResourceType", type, "ResourceId", List.of(ids)),
            "referencedResources",
            Map.of(auditType, List.of(ids))));
  }

  private static String event(String time, Map<String, Object> data) {
    return json(
        Map.of(
            "id",
            "event-" + NEXT.getAndIncrement(),
            "source",
            "acs.ecs",
            "specversion",
            "1.0",
            "type",
            "ecs:ActionTrail:ApiCall",
            "time",
            time,
            "aliyunaccountid",
            EmbeddedAccount.ID,
            "aliyunregionid",
            REGION,
            "data",
            data));
  }

  protected static String array(String... events) {
    return Arrays.toString(events);
  }

  protected static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Where events go, for a client that is not REST Assured. */
  protected static URI events() {
    return URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/events");
  }

  protected static ValidatableResponse send(String event) {
    return given().contentType("application/json").body(event).post("/events").then();
  }
}
