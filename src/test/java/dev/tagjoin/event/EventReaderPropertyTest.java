package dev.tagjoin.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.text.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every request, not only for those that somebody thought of. */
class EventReaderPropertyTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A lone half of a pair cannot be written as UTF-8, but it can be sent as an escape. */
  private static final ObjectWriter ESCAPING =
      new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private static final EventReader READER = new EventReader(new JsonReader(), () -> false);

  private static final String[] NAMES = {
    "id",
    "source",
    "specversion",
    "type",
    "time",
    "data",
    "data_base64",
    "aliyunregionid",
    "aliyunoriginalaccountid",
    "aliyunaccountid",
    "eventId",
    "eventName",
    "eventTime",
    "eventSource",
    "acsRegion",
    "regionId",
    "serviceName",
    "errorCode",
    "requestParameters",
    "requestParameterJson",
    "responseElements",
    "referencedResources",
    "resourceType",
    "resourceName",
    "recipientAccountId",
    "userIdentity",
    "accountId",
    "RegionId",
    "ResourceType",
    "ResourceId",
    "ResourceId.1",
    "resourceId.22",
    "ResourceId.x",
    "ResourceId.99999999999",
    "ResourceARN",
    "ResourceARN.1",
    "InstanceIdSets",
    "InstanceIdSet",
    "InstanceId",
    "KeyPairName",
    "DestinationRegionId",
    "ImageId",
    "ACS::ECS::Instance",
    "ACS::ECS::Disk",
    "ACS::VPC::VPC",
    "resourceEventType",
    "ResourceEventType",
    "AccountId",
    "resourceId",
    "resourceCreateTime",
    "captureTime",
    "configurationDiff",
    "product",
    "content",
    "tags",
    "changedTagKeys",
    "userId",
    "resources",
    "region",
    "account",
    "triggerTime",
    "triggerName",
    "payload",
    "requestPayload",
    "Records",
    "messageBody",
    "body",
    "headers",
    "ce-type",
    "dataType",
    "configurationItem",
    "configurationItemDiff",
    "changeType",
    "KeepCommand",
    "LaunchResults",
    "LaunchResult",
    "InstanceIds",
    "DiskId",
    "aliyunpublishtime",
    "Tag",
    "x/y~z",
    "a\u0000\u202eb"
  };
  private static final String[] TEXTS = {
    "",
    " ",
    "*",
    "i-1",
    "d-1",
    "i-1,i-2;d-1",
    "instance",
    "disk",
    "reservedinstance",
    "ACS::ECS::Instance",
    "ACS::ECS::Instance;ACS::ECS::Disk",
    "cn-hangzhou",
    "cn hangzhou",
    "42",
    "TagResources",
    "RunInstances",
    "CopyImage",
    "ImportKeyPair",
    "JoinResourceGroup",
    "DeleteDisk",
    "Ecs",
    "Tag",
    "Vpc",
    "ecs",
    "acs.ecs",
    "acs.tag",
    "ecs:ActionTrail:ApiCall",
    "ecs:Config:ConfigurationItemChangeNotification",
    "tag:Tag:ChangeOnResource",
    "1.0",
    "DISCOVERED",
    "REMOVE",
    "MODIFY",
    "1772700000000",
    "99999999999999999999",
    "9223372036854775807",
    "2026-03-09T11:22:33Z",
    "2026-03-09T19:22:34.105PRC",
    "2026-03-09 19:22:34Nowhere",
    "ConfigurationItemChangeNotification",
    "ResourceModify",
    "Create",
    "RunCommand",
    "true",
    "SECURITYGROUP",
    "%22",
    "arn:acs:ecs:*:*:instance/i-9",
    "arn:acs:vpc:cn-hangzhou:42:vpc/vpc-1",
    "arn:::::",
    "[1",
    "[\"i-3\",\"i-4\"]",
    "{\"ResourceType\":\"disk\",\"ResourceId.1\":\"d-7\"}",
    "eyJhIjoxfQ==",
    "\ud800",
    "a\u0000b",
    "\u202e",
    "\ud83d\ude00"
  };

  /**
   * Values of any shape, with known names and texts where they belong and where they do not. Made
   * by hand, because trees of arbitraries take a minute for what this does in a second.
   */
  @Provide
  Arbitrary<JsonNode> anything() {
    return Arbitraries.randomValue(random -> tree(random, 4));
  }

  private static JsonNode tree(Random random, int depth) {
    int choice = random.nextInt(depth == 0 ? 10 : 24);
    if (choice < 6) {
      return NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
    } else if (choice < 7) {
      return NODES.numberNode(random.nextLong());
    } else if (choice < 8) {
      return NODES.numberNode(random.nextDouble());
    } else if (choice < 9) {
      return random.nextBoolean() ? NODES.nullNode() : NODES.booleanNode(random.nextBoolean());
    } else if (choice < 10) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      return NODES.textNode(new String(bytes, StandardCharsets.UTF_16BE));
    } else if (choice < 12) {
      ArrayNode array = NODES.arrayNode();
      for (int i = random.nextInt(5); i > 0; i--) {
        array.add(tree(random, depth - 1));
      }
      return array;
    }
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(9); i > 0; i--) {
      object.set(NAMES[random.nextInt(NAMES.length)], tree(random, depth - 1));
    }
    return choice < 14 ? NODES.textNode(object.toString()) : object;
  }

  @Property(tries = 2000)
  void throwsNothingButMalformed(@ForAll("anything") JsonNode body) throws IOException {
    assertReportable(body);
  }

  @Provide
  Arbitrary<String> calls() {
    return Arbitraries.of(
        Arrays.stream(AuditCall.values()).map(AuditCall::toString).toArray(String[]::new));
  }

  /** Like above, but every try gets as far as a route. */
  @Property(tries = 2000)
  void readsAnyAuditEvent(
      @ForAll("anything") JsonNode parameters,
      @ForAll("anything") JsonNode references,
      @ForAll("anything") JsonNode answer,
      @ForAll("anything") JsonNode rest,
      @ForAll("calls") String call,
      @ForAll boolean ofTagService)
      throws IOException {
    ObjectNode data = NODES.objectNode();
    data.put("eventName", call);
    data.put("serviceName", ofTagService ? "Tag" : "Ecs");
    data.set("requestParameters", parameters);
    data.put("userAgent", "tagjoin/1");
    data.set("referencedResources", references);
    data.set("responseElements", answer);
    if (rest.isObject()) {
      data.setAll((ObjectNode) rest);
    }
    assertReportable(data);
    assertReportable(NODES.objectNode().put("specversion", "1.0").set("data", data));
  }

  @Property(tries = 2000)
  void readsAnyConfigTagAndDirectEvent(
      @ForAll("anything") JsonNode first, @ForAll("anything") JsonNode second) throws IOException {
    assertReportable(
        NODES
            .objectNode()
            .<ObjectNode>set("resourceEventType", first)
            .<ObjectNode>set("resourceId", second)
            .<ObjectNode>set("captureTime", first));
    assertReportable(
        NODES
            .objectNode()
            .put("product", "ecs")
            .<ObjectNode>set("resourceType", first)
            .<ObjectNode>set("resourceId", second)
            .<ObjectNode>set("tags", first));
    assertReportable(NODES.objectNode().set("resources", NODES.arrayNode().add(first).add(second)));
    for (String member : List.of("requestPayload", "Records", "messageBody", "body", "value")) {
      ObjectNode message = NODES.objectNode().set(member, first);
      assertReportable(message);
      assertReportable(NODES.objectNode().put("specversion", "1.0").set("data", message));
      assertReportable(NODES.arrayNode().add(message).add(second));
    }
    assertReportable(
        NODES
            .objectNode()
            .<ObjectNode>set("triggerTime", first)
            .<ObjectNode>set("triggerName", second));
  }

  @Property(tries = 2000)
  void readsAnyBytes(@ForAll @Size(max = 60) byte[] body) throws IOException {
    try {
      assertNotNull(READER.read(body, new EventContext(Map.of(), null, null, null)));
    } catch (MalformedEventException e) {
      assertShowable(e.getMessage());
    }
  }

  private static void assertReportable(JsonNode body) throws IOException {
    List<Finding> findings;
    try {
      findings =
          READER.read(
              ESCAPING.writeValueAsBytes(body), new EventContext(Map.of(), null, null, null));
    } catch (MalformedEventException e) {
      assertShowable(e.getMessage());
      return;
    }
    // each event comes to something; only an empty batch comes to nothing
    assertEquals(body.isArray() && body.isEmpty(), findings.isEmpty());
    for (Finding finding : findings) {
      if (!(finding instanceof Finding.Timer)) {
        assertShowable(Lines.of(List.of(finding)).get(0));
      }
    }
  }

  private static void assertShowable(String text) {
    assertFalse(text.chars().anyMatch(Character::isISOControl), text);
    assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(text), text);
  }

  // ---- spellings

  @Provide
  Arbitrary<List<String>> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .ofMinLength(1)
        .ofMaxLength(20)
        .map(s -> "i-" + s)
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(50);
  }

  @Property(tries = 300)
  void findsTheSameInEverySpelling(@ForAll("ids") List<String> ids, @ForAll Random random)
      throws Exception {
    ArrayNode list = NODES.arrayNode();
    ids.forEach(list::add);
    List<String> members = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      members.add("ResourceId." + (i + 1));
    }
    Collections.shuffle(members, random);
    ObjectNode flat = NODES.objectNode();
    for (String member : members) {
      flat.put(member, ids.get(Integer.parseInt(member.substring("ResourceId.".length())) - 1));
    }
    ObjectNode structured = NODES.objectNode().set("ResourceId", list);
    ObjectNode inText = NODES.objectNode().put("ResourceId", list.toString());

    List<String> expected =
        ids.stream().map(id -> "look E instance " + id + " cn-hangzhou 42").toList();
    ObjectNode joined = NODES.objectNode().put("ResourceId", String.join(",", ids));
    String type = TYPE_WORDS.get(random.nextInt(TYPE_WORDS.size()));
    List<ObjectNode> spellings = new ArrayList<>();
    for (ObjectNode parameters : List.of(flat, structured, inText, joined)) {
      parameters.put("ResourceType", type);
      spellings.add(call().set("requestParameters", parameters));
      spellings.add(call().put("requestParameterJson", parameters.toString()));
    }
    ObjectNode references = NODES.objectNode().set(type, list);
    spellings.add(call().set("referencedResources", references));
    spellings.add(call().put("eventName", "Create").set("referencedResources", references));
    spellings.add(call().put("resourceType", type).put("resourceName", String.join(",", ids)));
    for (ObjectNode spelling : spellings) {
      assertEquals(expected, read(spelling), spelling.toString());
      assertCarriedAlike(expected, spelling, random);
    }
  }

  private static final List<String> TYPE_WORDS =
      List.of("instance", "Instance", "INSTANCE", "ACS::ECS::Instance", "acs::ecs::instance");

  /** Whatever carries the data of an event, the findings are the same. */
  private static void assertCarriedAlike(List<String> expected, ObjectNode data, Random random)
      throws Exception {
    ObjectNode envelope =
        NODES.objectNode().put("specversion", "1.0").put("id", "E").put("source", "acs.ecs");
    List<JsonNode> events =
        List.of(
            data,
            envelope.deepCopy().set("data", data),
            envelope.deepCopy().put("data", "\ufeff" + data),
            envelope.deepCopy().put("data_base64", base64(data, random)));
    JsonNode event = events.get(random.nextInt(events.size()));
    JsonNode carried = event;
    for (int i = random.nextInt(4); i > 0; i--) {
      carried = carrier(carried, random);
    }
    assertEquals(expected, read(carried), carried.toString());
    EventContext headers =
        new EventContext(
            Map.of("type", "\"ecs%3AActionTrail:ApiCall\"", "id", "\"E\"", "source", "acs.ecs"),
            null,
            null,
            null);
    assertEquals(expected, Lines.of(READER.read(MAPPER.writeValueAsBytes(data), headers)));
  }

  private static JsonNode carrier(JsonNode event, Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> NODES.objectNode().set("requestPayload", event);
      case 1 -> NODES.objectNode().put("RequestPayload", event.toString());
      case 2 -> NODES.objectNode().put("requestPayload", base64(event, random));
      case 3 -> NODES.objectNode().put("messageBody", NODES.textNode(event.toString()).toString());
      case 4 ->
          NODES
              .objectNode()
              .set(
                  "Records",
                  NODES.arrayNode().add(NODES.objectNode().put("body", event.toString())));
      case 5 -> NODES.objectNode().put("body", base64(event, random)).put("isBase64Encoded", true);
      default ->
          event.isArray()
              ? NODES.objectNode().set("Messages", event)
              : NODES.arrayNode().add(event);
    };
  }

  private static String base64(JsonNode event, Random random) {
    byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(3)) {
      case 0 -> Base64.getMimeEncoder().encodeToString(bytes) + "\n";
      case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      default -> Base64.getEncoder().encodeToString(bytes);
    };
  }

  private static ObjectNode call() {
    return NODES
        .objectNode()
        .put("eventId", "E")
        .put("eventName", "TagResources")
        .put("serviceName", "Ecs")
        .put("acsRegion", "cn-hangzhou")
        .put("recipientAccountId", "42");
  }

  private static List<String> read(JsonNode body) throws Exception {
    return Lines.of(
        READER.read(MAPPER.writeValueAsBytes(body), new EventContext(Map.of(), null, null, null)));
  }

  // ---- batches

  /** An event about a few of a few resources, so that events often meet. */
  @Provide
  Arbitrary<ObjectNode> events() {
    Arbitrary<Set<String>> ids = Arbitraries.of("1", "2", "3", "4").set().ofMinSize(1);
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d"), ids, Arbitraries.integers().between(0, 3))
        .as(
            (id, resources, second) -> {
              ObjectNode data = call().put("eventTime", "2026-03-09T11:22:3" + second + "Z");
              ArrayNode list = NODES.arrayNode();
              resources.forEach(r -> list.add("i-" + r));
              if (second == 0) {
                data.set("requestParameters", tagged(list));
              } else {
                data.put("eventName", "RunInstances");
                data.set(
                    "responseElements",
                    NODES
                        .objectNode()
                        .set("InstanceIdSets", NODES.objectNode().set("InstanceIdSet", list)));
              }
              ObjectNode event = NODES.objectNode().put("specversion", "1.0").put("source", "s");
              event.put("id", id + second + resources);
              event.set("data", data);
              return event;
            });
  }

  private static ObjectNode tagged(ArrayNode ids) {
    return NODES.objectNode().put("ResourceType", "instance").set("ResourceId", ids);
  }

  @Property(tries = 500)
  void findsInBatchWhatItsEventsName(@ForAll @Size(max = 8) List<@From("events") ObjectNode> events)
      throws Exception {
    Map<Object, Instant> expected = new HashMap<>();
    for (ObjectNode event : events) {
      for (Finding finding :
          READER.read(
              MAPPER.writeValueAsBytes(event), new EventContext(Map.of(), null, null, null))) {
        Finding.Look look = (Finding.Look) finding;
        expected.merge(look.ref(), time(look), (x, y) -> x.isAfter(y) ? x : y);
      }
    }
    List<Finding> batch =
        READER.read(
            MAPPER.writeValueAsBytes(NODES.arrayNode().addAll(events)),
            new EventContext(Map.of(), null, null, null));
    List<Finding.Look> looks =
        batch.stream()
            .filter(Finding.Look.class::isInstance)
            .map(Finding.Look.class::cast)
            .toList();
    assertEquals(
        expected,
        looks.stream().collect(Collectors.toMap(Finding.Look::ref, EventReaderPropertyTest::time)),
        "each resource once, with the newest time");
    assertEquals(
        events.stream().map(e -> e.get("id").textValue()).collect(Collectors.toSet()),
        batch.stream().map(Finding::event).collect(Collectors.toSet()),
        "each event comes to something");
  }

  private static Instant time(Finding.Look look) {
    return look.eventTime() == null ? Instant.MIN : look.eventTime();
  }
}
