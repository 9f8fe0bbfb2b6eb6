package dev.tagjoin.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Takes over what somebody writes into the rule book's file, in dev mode only. */
@Singleton
@IfBuildProfile("dev")
final class RulesFileWatch {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");
  private static final long EVERY_MILLIS = 500;

  private final EditableRules rules;
  private final Feed feed;
  private final Vertx vertx;
  private long timer;

  RulesFileWatch(EditableRules rules, Feed feed, Vertx vertx) {
    this.rules = rules;
    this.feed = feed;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent started) {
    timer = vertx.setPeriodic(EVERY_MILLIS, t -> vertx.executeBlocking(this::look));
  }

  private Void look() {
    rules.reread().ifPresent(this::tell);
    return null;
  }

  private void tell(EditableRules.Reread now) {
    if (now.reading().book() != null) {
      feed.book();
    } else {
      LOG.warnf(
          "The rule book's file has errors, so the book before stays active: %s",
          now.reading().faults());
      feed.draft(now.text());
    }
  }

  @PreDestroy
  void stop() {
    vertx.cancelTimer(timer);
  }
}
