package dev.tagjoin.dev;

import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.resource.Credentials;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** In dev mode the function talks to an embedded ECS with a small account, not to the cloud. */
@Singleton
@IfBuildProfile("dev")
public final class DevMode {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  private final FirstAccount first;
  private final EmbeddedEcs ecs;

  DevMode(FirstAccount first) {
    this.first = first;
    ecs = EmbeddedEcs.start(first.make());
  }

  @Produces
  @Singleton
  @IfBuildProfile("dev")
  EcsConnection connection() {
    return new EcsConnection(
        new EcsEndpoint(ecs.endpoint()),
        new Credentials(EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null));
  }

  @Produces
  @Singleton
  @IfBuildProfile("dev")
  EmbeddedEcs embeddedEcs() {
    return ecs;
  }

  @Produces
  @Singleton
  @IfBuildProfile("dev")
  EmbeddedAccount account() {
    return ecs.account();
  }

  /** Prints the page's address after the lines that Quarkus prints at the end of a start. */
  void greet(
      @Observes StartupEvent started,
      EditableRules rules,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    first.fit(ecs.account(), rules.firstBook());
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
        .execute(
            () ->
                LOG.infof(
                    "An embedded ECS with %d resources is at %s. Try:%n%n"
                        + "  curl http://localhost:%d/events -d @examples/events/tag-resources.json"
                        + "%n%nor open:%n%n  http://localhost:%d/%n",
                    ecs.account().resources().size(), ecs.endpoint(), port, port));
  }

  @PreDestroy
  void stop() {
    ecs.close();
  }
}
