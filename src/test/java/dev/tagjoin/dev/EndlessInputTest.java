package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class EndlessInputTest {
  private static EmbeddedEcs ecs;
  private static RawClient raw;

  @BeforeContainer
  static void start() {
    ecs = EmbeddedEcs.start(EmbeddedAccount.seeded());
    raw = new RawClient(ecs.endpoint());
  }

  @AfterContainer
  static void stop() {
    ecs.close();
  }

  @Property
  void anyTextSurvivesEncoding(@ForAll("texts") String text) {
    String encoded = RpcSignature.encode(text);

    assertTrue(encoded.matches("[A-Za-z0-9._~%-]*"), encoded);
    assertEquals(text, URLDecoder.decode(encoded, StandardCharsets.UTF_8));
  }

  @Property
  void matchesWildcardsLikeRegularExpression(
      @ForAll("patterns") String pattern, @ForAll("names") String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : Pattern.quote("" + c));
    }

    assertEquals(text.matches(regex.toString()), DescribeFilter.wildcard(pattern, text));
  }

  /** An answer of 500 would be a bug of the server, since no fault is switched on. */
  @Property(tries = 300)
  void survivesAnyParameter(
      @ForAll("actions") String action,
      @ForAll("parameterNames") String name,
      @ForAll("texts") String value,
      @ForAll("parameterNames") String other,
      @ForAll("numbers") String number)
      throws Exception {
    Map<String, String> parameters = raw.parameters(action);
    parameters.put(name, value);
    parameters.put(other, number);

    HttpResponse<String> answer = raw.send("POST form", raw.sign("POST", parameters));

    assertTrue(answer.statusCode() < 500, answer.body());
    assertTrue(RawClient.json(answer).path("RequestId").isTextual(), answer.body());
  }

  @Provide
  Arbitrary<String> texts() {
    // Half of a surrogate pair has no UTF-8 form and cannot be sent by anyone.
    return Arbitraries.strings()
        .ofMaxLength(40)
        .filter(s -> s.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab.*").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab.").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> actions() {
    return Arbitraries.of(
        "DescribeInstances",
        "DescribeImages",
        "DescribeNetworkInterfaces",
        "DescribeKeyPairs",
        "DescribeLaunchTemplates",
        "DescribeManagedInstances",
        "JoinResourceGroup");
  }

  @Provide
  Arbitrary<String> parameterNames() {
    return Arbitraries.of(
        "InstanceIds",
        "ImageId",
        "NetworkInterfaceId.1",
        "NetworkInterfaceId.99999",
        "InstanceId.01",
        "KeyPairName",
        "LaunchTemplateId.1",
        "NextToken",
        "MaxResults",
        "PageNumber",
        "PageSize",
        "Status",
        "Tag.1.Key",
        "ResourceGroupId",
        "ResourceType",
        "RegionId");
  }

  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.integers().between(0, 200).map(String::valueOf));
  }
}
