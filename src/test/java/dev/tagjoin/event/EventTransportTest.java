package dev.tagjoin.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.text.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What carries an event: encodings, binary mode, batches, limits, and what is refused. */
class EventTransportTest {
  private static final String DIRECT =
      "{\"resources\":[{\"type\":\"instance\",\"id\":\"i-1\",\"region\":\"cn-beijing\"}]}";
  private static final List<String> DIRECT_LINES =
      List.of("look null instance i-1 cn-beijing null");
  private static final String DATA =
      "{\"eventName\":\"TagResources\",\"eventId\":\"E7\",\"serviceName\":\"Ecs\","
          + "\"referencedResources\":{\"ACS::ECS::Disk\":[\"d-1\"]}}";

  // ---- encodings

  @Test
  void recognisesGzipByFirstBytes() throws Exception {
    assertEquals(
        DIRECT_LINES,
        Lines.read(gzip(DIRECT.getBytes(UTF_8)), new EventContext(Map.of(), null, null, null)));
    assertEquals(DIRECT_LINES, Lines.read(gzip(DIRECT.getBytes(UTF_8)), encoded("gzip")));
  }

  @Test
  void readsPlainBodyDeclaredAsGzip() throws Exception {
    assertEquals(DIRECT_LINES, Lines.read(DIRECT, encoded("GZIP")));
  }

  @Test
  void refusesOtherEncoding() {
    MalformedEventException e =
        assertThrows(MalformedEventException.class, () -> Lines.read(DIRECT, encoded("br")));
    assertEquals("content encoding br is not supported; use gzip or none", e.getMessage());
  }

  @Test
  void refusesTruncatedGzip() throws IOException {
    byte[] whole = gzip(DIRECT.getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(whole, whole.length - 12);
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () -> Lines.read(cut, new EventContext(Map.of(), null, null, null)));
    assertTrue(e.getMessage().startsWith("broken gzip: "), e.getMessage());
  }

  @Test
  void skipsByteOrderMark() throws Exception {
    assertEquals(DIRECT_LINES, Lines.read("\ufeff" + DIRECT));
  }

  // ---- limits

  @Test
  void readsOneMebibyteAfterUnpacking() throws Exception {
    byte[] largest = padded(EventReader.MAX_BODY);
    assertEquals(DIRECT_LINES, Lines.read(largest, new EventContext(Map.of(), null, null, null)));
    assertEquals(
        DIRECT_LINES, Lines.read(gzip(largest), new EventContext(Map.of(), null, null, null)));
    byte[] tooLarge = padded(EventReader.MAX_BODY + 1);
    assertThrows(
        TooLargeException.class,
        () -> Lines.read(tooLarge, new EventContext(Map.of(), null, null, null)));
    assertThrows(
        TooLargeException.class,
        () -> Lines.read(gzip(tooLarge), new EventContext(Map.of(), null, null, null)));
  }

  @Test
  void refusesGzipBomb() throws IOException {
    byte[] bomb = gzip(new byte[300 * 1024 * 1024]);
    assertThrows(
        TooLargeException.class,
        () -> Lines.read(bomb, new EventContext(Map.of(), null, null, null)));
  }

  @Test
  void readsThousandEvents() throws Exception {
    String timer = "{\"triggerTime\":\"x\",\"triggerName\":\"t\"}";
    assertEquals(1_000, Lines.read(array(timer, 1_000)).size());
    TooLargeException e =
        assertThrows(TooLargeException.class, () -> Lines.read(array(timer, 1_001)));
    assertEquals("1001 events are too many; send at most 1000 at once", e.getMessage());
  }

  @Test
  void readsFiveThousandResources() throws Exception {
    assertEquals(5_000, Lines.read(direct(5_000)).size());
    TooLargeException e = assertThrows(TooLargeException.class, () -> Lines.read(direct(5_001)));
    assertTrue(
        e.getMessage().startsWith("more than 5000 resources in one request"), e.getMessage());
  }

  @Test
  void refusesEventThatNamesTooMany() {
    String numbers = "[" + "7,".repeat(400_000) + "7]";
    for (String places :
        List.of(
            "'eventName':'TagResources','requestParameters':{'ResourceType':'disk','ResourceId':%s}",
            "'eventName':'TagResources','referencedResources':{'ACS::ECS::Disk':%s}",
            "'eventName':'CreateDisk','responseElements':{'DiskId':%s}",
            "'resources':%s")) {
      String body =
          String.format("{'serviceName':'Ecs'," + places + "}", numbers).replace('\'', '"');
      assertThrows(TooLargeException.class, () -> Lines.read(body), places);
    }
    String body =
        DATA.substring(0, DATA.indexOf("\"referencedResources"))
            + "\"resourceType\":\"disk\",\"resourceName\":\""
            + "d,".repeat(100_000)
            + "\"}";
    assertThrows(TooLargeException.class, () -> Lines.read(body));
  }

  @Test
  void limitsNesting() throws Exception {
    assertEquals(
        "ignored null: /resources is empty",
        Lines.read("{\"resources\":[],\"x\":" + nested(63) + "}").get(0));
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () -> Lines.read("{\"resources\":[],\"x\":" + nested(64) + "}"));
    assertTrue(e.getMessage().startsWith("JSON beyond the limits of 64 levels"), e.getMessage());
    assertThrows(MalformedEventException.class, () -> Lines.read(nested(400_000)));
  }

  @Test
  void limitsNestingInsideText() throws Exception {
    String deep = DATA.replace("}}", "}") + ",\"requestParameterJson\":\"" + nested(65) + "\"}";
    assertEquals(
        List.of("look E7 disk d-1 cn-beijing null"),
        Lines.read(deep, new EventContext(Map.of(), null, null, "cn-beijing")));
  }

  @Test
  void limitsTexts() {
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () -> Lines.read("{\"resources\":\"" + "x".repeat(262_145) + "\"}"));
    assertTrue(e.getMessage().contains("262144 characters per text"), e.getMessage());
  }

  // ---- what is no event

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | an empty body is not an event",
        "' '             | an empty body is not an event",
        "17              | a number is not an event",
        "'\"text\"'      | a text is not an event",
        "true            | a boolean is not an event",
        "null            | null is not an event",
        "{}              | an object without members is not an event",
        "{\"a\":1}       | an object with a is not an event",
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1} | an object with a, b, c, d, e, ... is"
            + " not an event",
        "{\"resources\":7}     | an object with resources is not an event",
        "[[]]            | no event in the batch; first element: an array is not an event",
        "[{\"eventId\":\"e\"},{\"eventId\":\"e\"}] | no event in the batch; first element: an"
            + " object with eventId is not an event",
        "[1,{\"a\":2}]   | no event in the batch; first element: a number is not an event",
      })
  void refusesRequestWithoutEvent(String body, String found) {
    MalformedEventException e =
        assertThrows(MalformedEventException.class, () -> Lines.read(body == null ? "" : body));
    assertEquals(
        found
            + "; send a CloudEvents event, the data of an ActionTrail, Cloud Config or Tag event,"
            + " {\"resources\": [...]}, or an array of these",
        e.getMessage());
    assertEquals(body != null && body.startsWith("[") ? "/0" : "", e.pointer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1", "{'a':1}", "{\"a\":NaN}", "[1,]", "{} {}", "<xml/>", "tru"})
  void refusesBrokenJsonWithPlace(String body) {
    MalformedEventException e =
        assertThrows(MalformedEventException.class, () -> Lines.read("\n" + body));
    assertTrue(e.getMessage().startsWith("not JSON, line 2, column "), e.getMessage());
    assertNull(e.pointer());
  }

  @Test
  void refusesInvalidUtf8() {
    byte[] latin = {'{', '"', 'a', '"', ':', '"', (byte) 0xe9, '"', '}'};
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () -> Lines.read(latin, new EventContext(Map.of(), null, null, null)));
    assertTrue(e.getMessage().startsWith("not JSON"), e.getMessage());
  }

  @Test
  void findsNothingInEmptyBatch() throws Exception {
    assertEquals(List.of(), Lines.read(" [ ] "));
  }

  // ---- binary mode

  @Test
  void readsAttributesFromHeaders() throws Exception {
    EventContext headers =
        new EventContext(
            Map.of(
                "id", "B1",
                "type", "ecs:ActionTrail:ApiCall",
                "source", "acs.ecs",
                "aliyunregionid", "cn-beijing",
                "aliyunoriginalaccountid", "42"),
            null,
            null,
            null);
    assertEquals(List.of("look B1 disk d-1 cn-beijing 42"), Lines.read(DATA, headers));
    String asText = new ObjectMapper().writeValueAsString(DATA);
    assertEquals(List.of("look B1 disk d-1 cn-beijing 42"), Lines.read(asText, headers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain            | plain",
        "\"quoted\"       | quoted",
        "\"a \\\"b\\\" c\"  | a \"b\" c",
        "per%20cent%3A    | per cent:",
        "\"%E2%82%AC\"    | \u20ac",
        "100%             | 100%",
        "%zz%4            | %zz%4",
        "\"               | \"",
        "%2541            | %41",
      })
  void unquotesThenDecodesHeader(String header, String value) throws Exception {
    EventContext headers =
        new EventContext(
            Map.of("id", header, "type", "\"ecs:ActionTrail:ApiCall\"", "source", "\"acs.ecs\""),
            null,
            null,
            "cn-beijing");
    assertEquals(
        List.of("look " + value + " disk d-1 cn-beijing null"),
        Lines.read(DATA.replace("\"serviceName\":\"Ecs\",", ""), headers));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"not base64!\"', the text",
    "'\"eyJhIjox*fQ\"', the text",
    "'\"A\"',           the text",
    "17,                a number",
    "{},                an object",
  })
  void refusesInvalidBase64(String base64, String found) {
    String event =
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"data_base64\":" + base64 + "}";
    MalformedEventException e =
        assertThrows(MalformedEventException.class, () -> Lines.read(event));
    assertEquals("/data_base64", e.pointer());
    assertEquals(found + " is not Base64", e.getMessage());
  }

  @Test
  void readsBatchAroundInvalidBase64() throws Exception {
    String event =
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"data_base64\":\"?\"}";
    assertEquals(
        List.of(DIRECT_LINES.get(0), "ignored null: element 1: the text is not Base64"),
        Lines.read("[" + DIRECT + "," + event + "]"));
  }

  // ---- messages that carry events

  @ParameterizedTest
  @ValueSource(strings = {"\"no event\"", "17", "true", "\"[1\""})
  void refusesFailedCallWithoutJson(String payload) {
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () -> Lines.read("{\"timestamp\":\"t\",\"requestPayload\":" + payload + "}"));
    assertEquals("/requestPayload", e.pointer());
  }

  @Test
  void refusesFailedCallWithoutEvent() {
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () -> Lines.read("{\"requestPayload\":\"{\\\"regions\\\":[]}\"}"));
    assertEquals("/requestPayload", e.pointer());
    assertTrue(e.getMessage().startsWith("an object with regions is not an event"), e.getMessage());
  }

  @Test
  void refusesFailedDryRun() {
    MalformedEventException e =
        assertThrows(
            MalformedEventException.class,
            () ->
                Lines.read(
                    "{\"requestPayload\":{\"rawQueryString\":\"dryRun=true\",\"body\":"
                        + new ObjectMapper().writeValueAsString(DIRECT)
                        + "}}"));
    assertEquals("/requestPayload/rawQueryString", e.pointer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"value", "records", "body", "detail"})
  void ignoresDataThatOnlyLooksLikeAMessage(String member) throws Exception {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"O\",\"type\":\"a:b:c\",\"source\":\"acs.oss\",\"data\":{\""
            + member
            + "\":%s}}";
    List<String> ignored =
        List.of("ignored O: an event of type a:b:c from acs.oss is not a tag change");

    assertEquals(ignored, Lines.read(event.formatted("{\"any\":1}")));
    assertEquals(ignored, Lines.read(event.formatted("[]")));
    assertEquals(ignored, Lines.read(event.formatted("[1,\"two\",{\"three\":3}]")));
    assertEquals(ignored, Lines.read(event.formatted(array("{\"n\":1}", 1_001))));
    assertEquals(ignored, Lines.read(event.formatted(array("7", 5_001))));
  }

  @Test
  void opensSixEnvelopes() throws Exception {
    String six = "{\"requestPayload\":".repeat(6) + DIRECT + "}".repeat(6);
    assertEquals(DIRECT_LINES, Lines.read(six));
    assertThrows(
        MalformedEventException.class, () -> Lines.read("{\"requestPayload\":" + six + "}"));
  }

  @Test
  void findsTimerInFailedCall() throws Exception {
    String timer = "{\"triggerTime\":\"x\",\"triggerName\":\"nightly\",\"payload\":\"{}\"}";
    assertEquals(List.of("timer nightly {}"), Lines.read("{\"requestPayload\":" + timer + "}"));
  }

  @Test
  void ignoresOtherProductInBinaryMode() throws Exception {
    EventContext headers =
        new EventContext(
            Map.of("id", "B2", "type", "a:b:c", "source", "acs.oss", "aliyunregionid", "??"),
            null,
            null,
            null);
    for (String body : List.of("", "plain words", "17", "{\"any\":1}")) {
      List<String> lines = Lines.read(body, headers);
      assertEquals(1, lines.size());
      assertTrue(
          lines.get(0).startsWith("ignored B2: an event of type a:b:c from acs.oss"), lines.get(0));
    }
    assertEquals(
        List.of(
            "ignored B2 disk d-1 null null: (ce headers)/aliyunregionid: \"??\" is not a"
                + " region id such as cn-hangzhou"),
        Lines.read(DATA, headers));
  }

  @Test
  void prefersEnvelopeToHeaders() throws Exception {
    EventContext headers = new EventContext(Map.of("id", "H", "type", "t"), null, null, null);
    assertEquals(
        List.of("look S disk d-1 cn-beijing null"),
        Lines.read(
            "{\"specversion\":\"1.0\",\"id\":\"S\",\"aliyunregionid\":\"cn-beijing\",\"data\":"
                + DATA
                + "}",
            headers));
    assertEquals(DIRECT_LINES, Lines.read("[" + DIRECT + "]", headers));
  }

  // ---- the context's defaults, joins

  @Test
  void usesDefaultsLast() throws Exception {
    EventContext defaults = new EventContext(Map.of(), null, "77", "cn-beijing");
    assertEquals(List.of("look E7 disk d-1 cn-beijing 77"), Lines.read(DATA, defaults));
    String withOwn =
        DATA.replace(
            "{\"eventName\"",
            "{\"acsRegion\":\"eu-west-1\",\"recipientAccountId\":5,\"eventName\"");
    assertEquals(List.of("look E7 disk d-1 eu-west-1 5"), Lines.read(withOwn, defaults));
  }

  @Test
  void looksAtMovesOnDemand() throws Exception {
    String join = DATA.replace("TagResources", "JoinResourceGroup");
    EventContext context = new EventContext(Map.of(), null, null, "cn-beijing");
    assertEquals(
        List.of("look E7 disk d-1 cn-beijing null"),
        Lines.of(
            new EventReader(new JsonReader(), () -> true).read(join.getBytes(UTF_8), context)));
    assertEquals(
        List.of("ignored E7: JoinResourceGroup is not a tag change"), Lines.read(join, context));
  }

  @Test
  void recognisesOwnMoveByUserAgent() throws Exception {
    String join =
        "{\"eventName\":\"JoinResourceGroup\",\"serviceName\":\"Ecs\",\"acsRegion\":\"cn-beijing\","
            + "\"userAgent\":\"%s\",\"requestParameters\":{\"ResourceType\":\"disk\","
            + "\"ResourceId\":\"d-1\",\"ResourceGroupId\":\"%s\"}}";
    String own =
        join.formatted("AlibabaCloud (Linux; amd64) Java/17 Core/4.7.10 tagjoin/1", "rg-1");
    String other = join.formatted("aliyun-cli/3.0 nottagjoin/1", "rg-1");
    String ownElsewhere = join.formatted("tagjoin/1", "rg-2");
    assertEquals("rg-1", ownMove(own));
    assertEquals(null, ownMove(other));
    // whatever else is a reason to look at it wins
    assertEquals("rg-1", ownMove("[" + own + "," + own + "]"));
    assertEquals(null, ownMove("[" + own + "," + other + "]"));
    assertEquals(null, ownMove("[" + other + "," + own + "]"));
    assertEquals(null, ownMove("[" + own + "," + ownElsewhere + "]"));
    assertEquals(
        null, ownMove("[" + own + "," + own.replace("JoinResourceGroup", "TagResources") + "]"));
  }

  @Test
  void looksAtOwnMoveAlways() throws Exception {
    String join =
        DATA.replace("TagResources", "JoinResourceGroup")
            .replace("{\"eventName\"", "{\"userAgent\":\"tagjoin/1\",\"eventName\"");
    assertEquals(
        List.of("look E7 disk d-1 cn-beijing null"),
        Lines.read(join, new EventContext(Map.of(), null, null, "cn-beijing")));
  }

  private static String ownMove(String body) throws Exception {
    List<Finding> findings =
        new EventReader(new JsonReader(), () -> true)
            .read(body.getBytes(UTF_8), new EventContext(Map.of(), null, null, null));
    List<Finding.Look> looks =
        findings.stream()
            .filter(Finding.Look.class::isInstance)
            .map(Finding.Look.class::cast)
            .toList();
    assertEquals(1, looks.size(), () -> "" + findings);
    return looks.get(0).ownMove();
  }

  // ---- what leaves is fit to be shown

  @Test
  void cutsAndCleansTexts() throws Exception {
    String line =
        Lines.read(
                "{\"specversion\":\"1.0\",\"id\":\"a\\n"
                    + "b\\ud800c\\u202e\",\"source\":\"s\",\"type\":\""
                    + "t".repeat(300)
                    + "\"}")
            .get(0);
    assertEquals(
        "ignored a?b?c?: an event of type "
            + "t".repeat(200)
            + "... from s without data is not a tag change",
        line);
  }

  private static EventContext encoded(String encoding) {
    return new EventContext(Map.of(), encoding, null, null);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] padded(int size) {
    byte[] body = new byte[size];
    Arrays.fill(body, (byte) ' ');
    byte[] direct = DIRECT.getBytes(UTF_8);
    System.arraycopy(direct, 0, body, 0, direct.length);
    return body;
  }

  private static String array(String element, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> element)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String direct(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"type\":\"disk\",\"id\":\"d-" + i + "\",\"region\":\"cn-beijing\"}")
        .collect(Collectors.joining(",", "{\"resources\":[", "]}"));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
