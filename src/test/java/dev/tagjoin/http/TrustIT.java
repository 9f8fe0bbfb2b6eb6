package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.Executable;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whose word is taken: every mode of authentication on every path, with and without the headers of
 * Function Compute, there and elsewhere.
 */
class TrustIT {
  private static final String WEB = PackagedFunction.WEB;
  private static final String FORGED = "STS.forged";
  private static final Set<String> PLATFORM_CALLS =
      Set.of("POST /invoke", "POST /initialize", "GET /pre-freeze", "GET /pre-stop");
  private static final List<String> CALLS =
      List.of(
          "POST /events",
          "POST /events/",
          "POST //invoke",
          "POST /invoke",
          "POST /explain",
          "POST /sweep",
          "GET /doctor",
          "POST /initialize",
          "GET /pre-freeze",
          "GET /pre-stop",
          "GET /q/health/live",
          "GET /q/health/ready");

  static Stream<Arguments> modes() {
    return Stream.of("deny", "token", "eventbridge", "platform", "none")
        .flatMap(auth -> Stream.of(Arguments.of(auth, true), Arguments.of(auth, false)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void believesPlatformHeadersOnlyOnPlatform(String auth, boolean onFunctionCompute) {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    EmbeddedAccount account = EmbeddedAccount.seeded();
    account.accept(FORGED, "secret", "token", Instant.now().plusSeconds(3600));
    Executable.Builder builder =
        Executable.usual()
            .with("TAGJOIN_AUTH", auth)
            .with("TAGJOIN_TOKEN", "0123456789abcdef")
            .with("TAGJOIN_PUBLIC_URL", "https://fn.example.com/events");
    if (!onFunctionCompute) {
      // FC_SERVER_PORT alone chooses the port, and nothing else
      builder.with("FC_FUNCTION_NAME", "").with("FC_ACCOUNT_ID", "");
    }
    try (EmbeddedEcs ecs = EmbeddedEcs.start(account);
        Executable function =
            builder.with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString()).ready()) {
      for (String call : CALLS) {
        String path = call.substring(call.indexOf(' ') + 1);
        for (String control : new String[] {"", path, "/invoke", "/http-invoke"}) {
          // the server knows one spelling of a path only
          boolean isPlatformCall =
              onFunctionCompute
                  && PLATFORM_CALLS.contains(call.replace("//", "/"))
                  && control.equals(path.replace("//", "/"));
          boolean isLetIn =
              path.startsWith("/q/")
                  || isPlatformCall
                  || auth.equals("none")
                  || auth.equals("platform");
          String what = call + " as " + control;
          ecs.account().setGroup(ResourceKind.INSTANCE, WEB, EmbeddedAccount.DEFAULT_GROUP);
          ecs.clearCalls();

          int status = send(function, call, control).status();

          assertEquals(!isLetIn, status == 401, what + " answers " + status);
          boolean isBelieved =
              isPlatformCall || (onFunctionCompute && control.equals("/http-invoke"));
          // the doctor also looks whether ECS answers at all, without any key
          assertFalse(
              ecs.calls().stream()
                  .filter(c -> c.accessKeyId() != null)
                  .anyMatch(c -> isBelieved != FORGED.equals(c.accessKeyId())),
              () -> what + " used other keys than those to be believed: " + ecs.calls());
          assertTrue(isLetIn || ecs.calls().isEmpty(), what + " called ECS");
        }
      }
    }
  }

  private static Executable.Answer send(Executable function, String call, String control) {
    String[] parts = call.split(" ", -1);
    Map<String, String> headers = new HashMap<>();
    if (!control.isEmpty()) {
      headers.put("x-fc-control-path", control);
      headers.put("x-fc-access-key-id", FORGED);
      headers.put("x-fc-access-key-secret", "secret");
      headers.put("x-fc-security-token", "token");
      headers.put("x-fc-account-id", EmbeddedAccount.ID);
      headers.put("x-fc-region", "cn-hangzhou");
      headers.put("x-fc-function-timeout", "86400");
    }
    String body =
        switch (parts[1]) {
          case "/sweep" -> "{\"regions\":[\"cn-hangzhou\"],\"types\":[\"instance\"]}";
          case "/explain" ->
              "{\"type\":\"instance\",\"id\":\"" + WEB + "\",\"region\":\"cn-hangzhou\"}";
          default -> Events.tagged(ResourceKind.INSTANCE, WEB);
        };
    return function.call(parts[0], parts[1], headers, parts[0].equals("GET") ? null : body);
  }
}
