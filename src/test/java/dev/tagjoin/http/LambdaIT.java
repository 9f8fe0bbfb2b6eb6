package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagjoin.Executable;
import dev.tagjoin.RuntimeApi;
import dev.tagjoin.deploy.YamlFile;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.dev.FaultInjector;
import dev.tagjoin.resource.ResourceKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged function on AWS Lambda: a Runtime API calls the real process. */
class LambdaIT extends PackagedFunction {
  private static final Duration TIME = Duration.ofSeconds(30);

  @BeforeAll
  static void start() {
    assumeTrue(Executable.LAMBDA, "the package is for another platform");
    start(EmbeddedAccount.seeded(), Executable.usual().with("TAGJOIN_REGIONS", "cn-hangzhou"));
  }

  private static String payload(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/lambda", name + ".json"));
  }

  private static Executable.Answer invoke(String payload, Duration time) {
    RuntimeApi.Posted posted = function.runtime().invoke(payload, time);
    assertFalse(posted.error(), posted.body());
    return RuntimeApi.answer(posted.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http-api", "http-api-base64", "function-url", "function-url-base64"})
  void movesInstanceByEveryFormOfRequest(String name) throws IOException {
    Executable.Answer answer = invoke(payload(name), TIME);
    assertEquals(200, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"summary\":{\"joined\":1}"), answer.body());
    assertEquals("application/json", answer.headers().get("content-type"));
    assertFalse(answer.headers().containsKey("transfer-encoding"), answer.headers().toString());
    assertEquals(1, ecs.calls("JoinResourceGroup").size());
  }

  @Test
  void scheduleOfTheTemplateStartsASweep() throws IOException {
    String request =
        YamlFile.read("deploy/aws/template.yaml")
            .at("/Resources/Sweep/Properties/Events/Nightly/Properties/Input")
            .textValue();

    Executable.Answer answer = invoke(request, TIME);

    assertEquals(200, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"seen\":"), answer.body());
  }

  @Test
  void answersManyCallsInOneProcess() throws IOException {
    String payload = payload("http-api");
    for (int i = 0; i < 50; i++) {
      String expected = i % 2 == 0 ? "joined" : "unchanged";
      if (i % 2 == 0) {
        ecs.account().setGroup(ResourceKind.INSTANCE, WEB, EmbeddedAccount.DEFAULT_GROUP);
      }
      Executable.Answer answer = invoke(payload, TIME);
      assertEquals(200, answer.status());
      assertTrue(answer.body().contains("{\"" + expected + "\":1}"), answer.body());
    }
  }

  @Test
  void sendsLargeAnswerWhole() {
    String[] ids = IntStream.range(0, 100).mapToObj(i -> "i-bp1large" + i).toArray(String[]::new);
    for (String id : ids) {
      ecs.account()
          .add(
              EmbeddedResource.of(ResourceKind.INSTANCE, id, "cn-hangzhou")
                  .withGroup(EmbeddedAccount.DEFAULT_GROUP)
                  .withTag("env", "prod"));
    }
    Executable.Answer answer = function.send(Events.tagged(ResourceKind.INSTANCE, ids));
    assertEquals(200, answer.status(), answer.body());
    assertTrue(answer.body().length() > 8 << 10, () -> "" + answer.body().length());
    assertTrue(answer.body().endsWith("}]}"), answer.body());
    for (String id : ids) {
      assertTrue(answer.body().contains("\"" + id + "\""), id);
    }
  }

  @Test
  void answersRetryForWhatDeadlineLeavesUndone() throws IOException {
    ecs.faults().failNext("*", FaultInjector.Kind.HUNG, 20);
    long start = System.nanoTime();
    Executable.Answer answer = invoke(payload("http-api"), Duration.ofSeconds(2));
    assertEquals(503, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"outcome\":\"retry\""), answer.body());
    assertTrue(System.nanoTime() - start < 2_000_000_000L, "answered after its deadline");
  }

  @Test
  void survivesWhatIsNoEvent() throws IOException {
    Executable.Answer answer = function.send("{\"hello\":");
    assertEquals(400, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.headers().get("content-type"));
    assertEquals(404, function.call("POST", "/nowhere", Map.of(), "{}").status());
    assertEquals(405, function.call("DELETE", "/events", Map.of(), null).status());
    assertEquals(200, invoke(payload("http-api"), TIME).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[]}",
        "{}",
        "{\"resource\":\"/events\",\"path\":\"/events\",\"httpMethod\":\"POST\",\"requestContext\":"
            + "{\"stage\":\"dev\",\"httpMethod\":\"POST\"},\"body\":\"{}\"}",
        "{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"arn\"}},\"httpMethod\":\"POST\","
            + "\"path\":\"/events\",\"headers\":{},\"body\":\"{}\"}"
      })
  void answers400ToOtherPayloadFormats(String payload) throws IOException {
    Executable.Answer answer = invoke(payload, TIME);

    assertEquals(400, answer.status(), answer.body());
    assertTrue(answer.body().contains("payload format 2.0"), answer.body());
    assertEquals(200, invoke(payload("function-url"), TIME).status());
  }

  @Test
  void survivesPayloadThatIsNotJson() throws IOException {
    assertTrue(function.runtime().invoke("not json", TIME).error());
    assertEquals(200, invoke(payload("function-url"), TIME).status());
    assertTrue(function.process().isAlive());
  }

  @Test
  void takesStageOffThePathAndIgnoresExpect() throws IOException {
    String staged =
        payload("http-api")
            .replace("\"rawPath\": \"/events\"", "\"rawPath\": \"/dev/events\"")
            .replace("\"stage\": \"$default\"", "\"stage\": \"dev\"")
            .replace("\"headers\": {", "\"headers\": {\"expect\": \"100-continue\",");
    assertTrue(staged.contains("/dev/events") && staged.contains("100-continue"), staged);

    Executable.Answer answer = invoke(staged, TIME);

    assertEquals(200, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"joined\":1"), answer.body());
    String other = staged.replace("\"stage\": \"dev\"", "\"stage\": \"$default\"");
    assertEquals(404, invoke(other, TIME).status());
  }

  @Test
  void ignoresHeadersOfFunctionCompute() {
    Map<String, String> headers =
        Map.of(
            "x-fc-control-path", "/events",
            "x-fc-access-key-id", "id",
            "x-fc-access-key-secret", "secret",
            "x-fc-security-token", "token",
            "x-fc-account-id", "42");
    Executable.Answer answer =
        function.call("POST", "/events", headers, Events.tagged(ResourceKind.INSTANCE, WEB));
    assertEquals(200, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"joined\":1"), answer.body());
  }

  @Test
  void packsExecutable() throws IOException {
    assumeTrue(new File(System.getProperty("native.image.path")).exists(), "not native");
    try (ZipFile zip = new ZipFile("target/function.zip")) {
      ZipEntry bootstrap = zip.getEntry("bootstrap");
      assertEquals(
          Files.size(Path.of(System.getProperty("native.image.path"))), bootstrap.getSize());
      assertEquals(
          Set.of("bootstrap"),
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> !name.startsWith("META-INF/"))
              .collect(Collectors.toSet()));
    }
    assertTrue(Files.size(Path.of("target/function.zip")) < 25 << 20);
  }
}
