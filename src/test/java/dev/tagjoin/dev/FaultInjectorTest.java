package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.exceptions.ServerException;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {
  private static final String WEB = "i-bp1b4ym5yh7ciz96h3kq";
  private static final Map<String, String> JOIN =
      Map.of(
          "ResourceType", "instance",
          "ResourceId", WEB,
          "ResourceGroupId", "rg-acfmxazb4ph6aiy");

  private final EmbeddedAccount account = EmbeddedAccount.seeded();
  private final EmbeddedEcs ecs = EmbeddedEcs.start(account);
  private final EcsClient client = new EcsClient(ecs);
  private final RawClient raw = new RawClient(ecs.endpoint());

  @AfterEach
  void stop() {
    ecs.close();
  }

  private HttpResponse<String> disks() throws IOException, InterruptedException {
    return raw.send("POST", raw.sign("POST", raw.parameters("DescribeDisks")));
  }

  @Test
  void throttlesEachNthCallWith400() throws Exception {
    ecs.faults().throttleEvery(3);

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      statuses.add(disks().statusCode());
    }

    assertEquals(List.of(200, 200, 400, 200, 200, 400), statuses);
    assertEquals("Throttling.User", ecs.calls().get(2).code());
    assertEquals(2, ecs.faults().injected(FaultInjector.Kind.THROTTLED));
    ecs.faults().clear();
    for (int i = 0; i < 3; i++) {
      assertEquals(200, disks().statusCode());
    }
  }

  @Test
  void allowsBurstOfOneSecond() {
    AtomicLong nanos = new AtomicLong();
    FaultInjector faults = new FaultInjector(nanos::get);
    faults.rate(5);

    for (int i = 4; i >= 0; i--) {
      FaultInjector.Plan plan = faults.plan("DescribeDisks", "disks");
      assertNull(plan.kind());
      assertEquals("Remain:" + i + ",TimeLeft:" + (i == 0 ? 200 : 0), plan.rateHeader());
    }
    FaultInjector.Plan sixth = faults.plan("DescribeDisks", "disks");
    assertEquals(FaultInjector.Kind.RATE_EXCEEDED, sixth.kind());
    assertEquals("Throttling.User", sixth.error().code());
    nanos.addAndGet(200_000_000L);
    assertNull(faults.plan("DescribeDisks", "disks").kind());
    assertEquals(FaultInjector.Kind.RATE_EXCEEDED, faults.plan("DescribeDisks", "disks").kind());
    nanos.addAndGet(3_600_000_000_000L);
    assertEquals("Remain:4,TimeLeft:0", faults.plan("DescribeDisks", "disks").rateHeader());
    faults.rate(0);
    assertNull(faults.plan("DescribeDisks", "disks").rateHeader());
  }

  @Test
  void tellsThrottledCallWhatIsLeft() throws Exception {
    ecs.faults().rate(0.01);

    HttpResponse<String> first = disks();
    HttpResponse<String> second = disks();

    assertEquals(200, first.statusCode());
    assertEquals(400, second.statusCode());
    assertTrue(
        second
            .headers()
            .firstValue("X-RateLimit-User-API")
            .orElseThrow()
            .matches("Remain:0,TimeLeft:[0-9]+"));
    assertEquals(1, ecs.faults().injected(FaultInjector.Kind.RATE_EXCEEDED));
  }

  @Test
  void forcesErrorAsOftenAsAsked() throws ClientException {
    ecs.faults().failNext("JoinResourceGroup", "OperationConflict", 409, "Busy.", 2);

    client.call("DescribeDisks", Map.of());
    assertEquals("OperationConflict", client.failure("JoinResourceGroup", JOIN));
    assertEquals("Busy.", client.fail("JoinResourceGroup", JOIN).getErrMsg());
    client.call("JoinResourceGroup", JOIN);

    assertEquals(2, ecs.faults().injected(FaultInjector.Kind.FORCED));
    assertEquals(409, ecs.calls("JoinResourceGroup").get(0).status());
  }

  @Test
  void serverErrorsHaveTheVendorsBodies() {
    ecs.faults().failNext("*", FaultInjector.Kind.INTERNAL_ERROR, 1);
    ecs.faults().failNext("*", FaultInjector.Kind.UNAVAILABLE, 1);

    ClientException internal = client.fail("DescribeDisks", Map.of());
    ClientException unavailable = client.fail("DescribeDisks", Map.of());

    assertTrue(internal instanceof ServerException);
    assertEquals("InternalError", internal.getErrCode());
    assertEquals("ServiceUnavailable", unavailable.getErrCode());
    assertEquals(503, ecs.calls().get(1).status());
  }

  @Test
  void carriesOutLostAnswerButNotDroppedCall() {
    ecs.faults().failNext("JoinResourceGroup", FaultInjector.Kind.DROPPED, 1);
    assertEquals("SDK.ServerUnreachable", client.failure("JoinResourceGroup", JOIN));
    assertEquals(EmbeddedAccount.DEFAULT_GROUP, account.groupOf(ResourceKind.INSTANCE, WEB));

    ecs.faults().failNext("JoinResourceGroup", FaultInjector.Kind.ANSWER_LOST, 1);
    assertEquals("SDK.ServerUnreachable", client.failure("JoinResourceGroup", JOIN));
    assertEquals("rg-acfmxazb4ph6aiy", account.groupOf(ResourceKind.INSTANCE, WEB));
    assertEquals("InvalidResourceGroup.Duplicate", client.failure("JoinResourceGroup", JOIN));
  }

  @Test
  void answersHtmlWithoutErrorCode() {
    ecs.faults().failNext("*", FaultInjector.Kind.HTML, 1);

    ClientException e = client.fail("DescribeDisks", Map.of());

    assertEquals("(null)", e.getErrCode());
    assertEquals(502, ecs.calls().get(0).status());
  }

  @Test
  void endsHungCallWithoutAnswer() {
    ecs.faults().hangFor(Duration.ofMillis(300));
    ecs.faults().failNext("*", FaultInjector.Kind.HUNG, 1);
    long start = System.nanoTime();

    assertEquals("SDK.ServerUnreachable", client.failure("DescribeDisks", Map.of()));

    assertTrue(System.nanoTime() - start >= 300_000_000L);
  }

  @Test
  void closingEndsHungCallsAtOnce() throws Exception {
    ecs.faults().hangFor(Duration.ofMinutes(5));
    ecs.faults().failNext("*", FaultInjector.Kind.HUNG, 1);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<HttpResponse<String>> hung = caller.submit(this::disks);
      while (ecs.faults().injected(FaultInjector.Kind.HUNG) == 0) {
        Thread.sleep(5);
      }

      ecs.close();

      ExecutionException e =
          assertThrows(ExecutionException.class, () -> hung.get(20, TimeUnit.SECONDS));
      assertTrue(e.getCause() instanceof IOException, e::toString);
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void delaysEveryCall() throws Exception {
    ecs.faults().delay(Duration.ofMillis(150));
    long start = System.nanoTime();

    assertEquals(200, disks().statusCode());

    assertTrue(System.nanoTime() - start >= 150_000_000L);
  }

  @Test
  void repeatsMixForSameSeed() {
    List<FaultInjector.Kind> first = planned(7);
    List<FaultInjector.Kind> again = planned(7);
    List<FaultInjector.Kind> other = planned(8);

    assertEquals(first, again);
    assertTrue(!first.equals(other));
    long hit = first.stream().filter(k -> k != null).count();
    assertTrue(hit > 2_700 && hit < 3_300, () -> "" + hit);
    for (FaultInjector.Kind kind :
        List.of(FaultInjector.Kind.THROTTLED, FaultInjector.Kind.ANSWER_LOST)) {
      long ofKind = first.stream().filter(k -> k == kind).count();
      assertTrue(ofKind > 400 && ofKind < 600, () -> kind + " " + ofKind);
    }
  }

  private static List<FaultInjector.Kind> planned(long seed) {
    FaultInjector faults = new FaultInjector();
    faults.mix(0.3, seed);
    List<FaultInjector.Kind> kinds = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      kinds.add(faults.plan("DescribeDisks", "disks").kind());
    }
    return kinds;
  }

  @Test
  void hitsTheSameCallsInWhateverOrderTheyCome() {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      calls.addAll(List.of("disk " + i, "disk " + i, "instance " + i));
    }
    List<String> shuffled = new ArrayList<>(calls);
    Collections.shuffle(shuffled, new Random(7));

    Map<String, List<FaultInjector.Kind>> hits = hits(calls);

    assertEquals(hits, hits(shuffled));
    assertTrue(hits.values().stream().anyMatch(ofCall -> ofCall.contains(null)));
    assertTrue(
        hits.values().stream().anyMatch(ofCall -> ofCall.contains(FaultInjector.Kind.DROPPED)));
  }

  private static Map<String, List<FaultInjector.Kind>> hits(List<String> calls) {
    FaultInjector faults = new FaultInjector();
    faults.mix(0.3, 11);
    Map<String, List<FaultInjector.Kind>> hits = new HashMap<>();
    for (String call : calls) {
      hits.computeIfAbsent(call, c -> new ArrayList<>()).add(faults.plan("any", call).kind());
    }
    return hits;
  }

  @Test
  void injectsOneKindByProbability() {
    FaultInjector faults = new FaultInjector();
    faults.mix(1, 1, Map.of(FaultInjector.Kind.THROTTLED, 1.0));

    assertEquals("Throttling.User", faults.plan("DescribeDisks", "disks").error().code());
    faults.mix(0, 1);
    assertNull(faults.plan("DescribeDisks", "disks").kind());
    assertEquals(Map.of(FaultInjector.Kind.THROTTLED, 1L), faults.injected());
  }

  @Test
  void refusesSenselessMix() {
    FaultInjector faults = ecs.faults();

    assertThrows(IllegalArgumentException.class, () -> faults.mix(1.5, 1));
    assertThrows(
        IllegalArgumentException.class, () -> faults.failNext("*", FaultInjector.Kind.FORCED, 1));
    assertThrows(
        IllegalArgumentException.class, () -> faults.failNext("*", "Code", 200, "fine", 1));
  }
}
