package dev.tagjoin.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.EmbeddedResource;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsClients;
import dev.tagjoin.ecs.EcsConnection;
import dev.tagjoin.ecs.EcsEndpoint;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookParser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading single resources for explanations. */
class InspectorTest {
  private static final String REGION = "cn-hangzhou";

  private final RequestContext context =
      new RequestContext(null, null, EmbeddedAccount.ID, null, Deadline.in(Duration.ofSeconds(20)));
  private EmbeddedEcs ecs;
  private RuleBook book;
  private Inspector inspector;

  @BeforeEach
  void start() throws Exception {
    ecs = EmbeddedEcs.start(new EmbeddedAccount(EmbeddedAccount.ID));
    ecs.account().accept("STS.id", "a-secret", "a-token", null);
    ecs.account().add(EmbeddedResource.of(ResourceKind.INSTANCE, "i-1", REGION));
    ecs.account().add(EmbeddedResource.of(ResourceKind.DISK, "d-1", REGION).withInstance("i-1"));
    book =
        RuleBookParser.parse(
            "rules", "{version: 1, rules: [], follow: {instance: [disk]}, otherwise: leave}");
    EcsApi api =
        EcsClients.api(
            new EcsConnection(
                new EcsEndpoint(ecs.endpoint()), new Credentials("STS.id", "a-secret", "a-token")));
    inspector =
        new Reconciler(api, () -> book, EcsClients.ownAccount(api), EcsClients::noGroups, 8, false)
            .inspector();
  }

  @AfterEach
  void stop() {
    ecs.close();
  }

  private static ResourceRef disk(String id, String account) {
    return new ResourceRef(ResourceKind.DISK, id, REGION, account);
  }

  @Test
  void readsStateOfResource() {
    Inspector.Reading reading = inspector.read(disk("d-1", null), context);

    assertNull(reading.failure());
    assertEquals("i-1", reading.state().attachedTo());
    assertEquals(disk("d-1", EmbeddedAccount.ID), reading.state().ref());
  }

  @Test
  void saysWhyThereIsNoState() {
    assertEquals(Status.GONE, inspector.read(disk("d-none", null), context).failure().status());
    assertEquals(Status.IGNORED, inspector.read(disk("d-1", "42"), context).failure().status());
    ecs.faults().failNext("DescribeDisks", "Forbidden.RAM", 403, "no", 1);
    assertEquals("Forbidden.RAM", inspector.read(disk("d-1", null), context).failure().code());
  }

  @Test
  void leavesOutResourcesThatEcsDoesNotShow() {
    List<ResourceRef> refs =
        List.of(disk("d-none", EmbeddedAccount.ID), disk("d-1", EmbeddedAccount.ID));

    assertEquals(
        List.of("d-1"), inspector.states(refs, context).stream().map(s -> s.ref().id()).toList());
  }

  @Test
  void findsTheLeaderOrSaysWhyNot() {
    ResourceState disk = inspector.read(disk("d-1", null), context).state();

    Inspector.Leading found = inspector.lead(disk, inspector.explaining(book, context));
    assertEquals("i-1", found.lead().id());
    assertNull(found.failure());

    ecs.faults().failNext("DescribeInstances", "Forbidden.RAM", 403, "no", 1);
    Inspector.Leading failed = inspector.lead(disk, inspector.explaining(book, context));
    assertNull(failed.lead());
    assertEquals("Forbidden.RAM", failed.failure().code());
  }
}
