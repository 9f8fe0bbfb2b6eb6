package dev.tagjoin.http;

import dev.tagjoin.Executable;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.resource.ResourceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the packaged function share, whichever platform it is packaged for. */
abstract class PackagedFunction {
  /** An instance that belongs in another group than it is in. */
  static final String WEB = "i-bp1b4ym5yh7ciz96h3kq";

  static EmbeddedEcs ecs;
  static Executable function;

  /** Starts ECS with an account, and the function beside it. */
  static void start(EmbeddedAccount account, Executable.Builder builder) {
    ecs = EmbeddedEcs.start(account);
    function = builder.with("TAGJOIN_ECS_ENDPOINT", ecs.endpoint().toString()).ready();
  }

  @AfterAll
  static void stop() {
    if (function != null) {
      function.close();
      ecs.close();
      function = null;
    }
  }

  @BeforeEach
  void calm() {
    ecs.faults().clear();
    ecs.clearCalls();
    ecs.account().setGroup(ResourceKind.INSTANCE, WEB, EmbeddedAccount.DEFAULT_GROUP);
  }
}
