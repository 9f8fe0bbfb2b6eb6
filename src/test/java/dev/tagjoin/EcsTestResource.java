package dev.tagjoin;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/** An embedded ECS for all tests, and the settings that make the function talk to it. */
public final class EcsTestResource implements QuarkusTestResourceLifecycleManager {
  private EmbeddedEcs ecs;

  @Override
  public Map<String, String> start() {
    ecs = EmbeddedEcs.start(EmbeddedAccount.seeded());
    String endpoint = ecs.endpoint().toString();
    return Map.of(
        "tagjoin.ecs-endpoint",
        endpoint,
        "tagjoin.sts-endpoint",
        endpoint,
        "tagjoin.resource-manager-endpoint",
        endpoint,
        "tagjoin.accounts",
        EmbeddedAccount.ID,
        "%prod.tagjoin.auth",
        "none",
        "tagjoin.rules-file",
        Path.of("examples/rules.yaml").toAbsolutePath().toString(),
        "ALIBABA_CLOUD_ACCESS_KEY_ID",
        EmbeddedAccount.ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        EmbeddedAccount.ACCESS_KEY_SECRET);
  }

  @Override
  public void stop() {
    ecs.close();
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(ecs, new TestInjector.MatchesType(EmbeddedEcs.class));
  }
}
