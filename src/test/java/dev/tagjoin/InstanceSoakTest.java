package dev.tagjoin;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.event.EventContext;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.event.Finding;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.reconcile.WorkItem;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.text.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The {@link Soak} of one instance that gets many events at once, without HTTP. */
class InstanceSoakTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void losesNothingAndMovesNothingAstray() throws Exception {
    run(120, 25);
  }

  @Test
  @Tag("soak")
  void losesNothingInALongDay() throws Exception {
    run(400, 60);
  }

  private void run(int events, int resources) throws Exception {
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      Reconciler reconciler = reconciler(ecs, json);
      EventReader reader = new EventReader(new JsonReader(), () -> false);
      // little time, so that some of the deliveries run out of it
      new Soak(
              events,
              resources,
              ecs,
              event -> deliver(reader, reconciler, event, Duration.ofSeconds(1)))
          .run();
    }
  }

  /** That of an instance of its own, by the example's rules. */
  static Reconciler reconciler(EmbeddedEcs ecs, ObjectMapper json) {
    return reconciler(ecs, json, api -> api);
  }

  /**
   * That of an instance of its own, by the example's rules.
   *
   * @param around what is put around its way to ECS
   */
  static Reconciler reconciler(EmbeddedEcs ecs, ObjectMapper json, UnaryOperator<EcsApi> around) {
    RuleBook rules;
    try {
      rules = RuleBookParser.parse("rules.yaml", Files.readString(Path.of("examples/rules.yaml")));
    } catch (IOException | RuleBookException e) {
      throw new IllegalStateException(e);
    }
    EcsApi api =
        EcsClients.api(
            new EcsConnection(
                new EcsEndpoint(ecs.endpoint()),
                new Credentials(
                    EmbeddedAccount.ACCESS_KEY_ID, EmbeddedAccount.ACCESS_KEY_SECRET, null)));
    return new Reconciler(
        around.apply(api), () -> rules, EcsClients.ownAccount(api), EcsClients::noGroups, 8, false);
  }

  static Soak.Answer deliver(EventReader reader, Reconciler reconciler, String event, Duration time)
      throws Exception {
    List<WorkItem> targets =
        reader
            .read(
                event.getBytes(StandardCharsets.UTF_8),
                new EventContext(Map.of(), null, null, null))
            .stream()
            .map(Finding.Look.class::cast)
            .map(look -> new WorkItem(look.event(), look.ref(), look.eventTime(), look.ownMove()))
            .toList();
    RequestContext context = new RequestContext(null, null, null, null, Deadline.in(time));
    List<Outcome> outcomes = reconciler.reconcile(targets, context, false);
    boolean again = outcomes.stream().anyMatch(o -> o.status() == Status.RETRY);
    return new Soak.Answer(
        again ? 503 : outcomes.stream().anyMatch(o -> o.status() == Status.REFUSED) ? 502 : 200,
        outcomes.stream().map(o -> o.status().toString()).toList());
  }
}
