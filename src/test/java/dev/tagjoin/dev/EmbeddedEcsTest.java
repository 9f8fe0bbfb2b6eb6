package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.resource.ResourceKind;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEcsTest {
  @Test
  void seedsEveryTypeInBothRegions() {
    List<EmbeddedResource> resources = EmbeddedAccount.seeded().resources();

    Set<ResourceKind> kinds = new HashSet<>();
    Set<String> regions = new HashSet<>();
    resources.forEach(r -> kinds.add(r.kind()));
    resources.forEach(r -> regions.add(r.region()));
    assertEquals(15, kinds.size());
    assertEquals(Set.of("cn-hangzhou", "cn-shanghai"), regions);
    assertTrue(resources.size() >= 28 && resources.size() <= 35, () -> "" + resources.size());
  }

  @Test
  void seedsSameLargeAccountEachTime() {
    EmbeddedAccount one = EmbeddedAccount.large(15 * 3 * 40, 3);
    EmbeddedAccount two = EmbeddedAccount.large(15 * 3 * 40, 3);

    Map<ResourceKind, Integer> counts = new EnumMap<>(ResourceKind.class);
    one.resources().forEach(r -> counts.merge(r.kind(), 1, Integer::sum));
    assertEquals(15, counts.size());
    counts.values().forEach(count -> assertEquals(120, count));
    assertEquals(one.resources(), two.resources());
    assertThrows(IllegalArgumentException.class, () -> EmbeddedAccount.large(1, 0));
  }

  @Test
  void jacksonWritesAResourceForPeople() {
    EmbeddedResource web =
        EmbeddedAccount.seeded().resource(ResourceKind.INSTANCE, "i-bp1b4ym5yh7ciz96h3kq");

    JsonNode json = new ObjectMapper().valueToTree(web);

    assertEquals("instance", json.path("type").textValue());
    assertEquals("cn-hangzhou", json.path("region").textValue());
    assertEquals(EmbeddedAccount.DEFAULT_GROUP, json.path("group").textValue());
    assertEquals("payments", json.path("tags").path("team").textValue());
    assertTrue(json.path("kind").isMissingNode());
    assertTrue(json.path("created").isMissingNode());
  }

  @Test
  void answersManyCallersAtOnce() throws Exception {
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.large(15 * 400, 1))) {
      List<String> disks =
          ecs.account().resources().stream()
              .filter(r -> r.kind() == ResourceKind.DISK)
              .map(EmbeddedResource::id)
              .toList();
      disks.forEach(
          d -> ecs.account().setGroup(ResourceKind.DISK, d, EmbeddedAccount.DEFAULT_GROUP));
      RawClient raw = new RawClient(ecs.endpoint());
      ExecutorService callers = Executors.newFixedThreadPool(16);
      try {
        List<Callable<Integer>> joins = new ArrayList<>();
        for (String disk : disks) {
          joins.add(
              () -> {
                Map<String, String> join = raw.parameters("JoinResourceGroup");
                join.put("ResourceType", "disk");
                join.put("ResourceId", disk);
                join.put("ResourceGroupId", "rg-acfmxazb4ph6aiy");
                return raw.send("POST", raw.sign("POST", join)).statusCode();
              });
        }
        for (Future<Integer> status : callers.invokeAll(joins)) {
          assertEquals(200, status.get());
        }
      } finally {
        callers.shutdownNow();
      }
      assertEquals(disks.size(), ecs.account().moves().size());
      assertEquals(disks.size(), ecs.calls("JoinResourceGroup").size());
    }
  }

  @Test
  void reportsTakenPort() {
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      int port = ecs.endpoint().getPort();

      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class, () -> EmbeddedEcs.start(EmbeddedAccount.seeded(), port));

      assertTrue(e.getMessage().contains("" + port), e::getMessage);
    }
  }

  @Test
  void speaksTls(@TempDir Path directory) throws Exception {
    Path store = directory.resolve("server.p12");
    char[] password = "changeit".toCharArray();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=embedded",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    HttpClient https =
        HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();

    try (EmbeddedEcs ecs = EmbeddedEcs.startTls(EmbeddedAccount.seeded(), context)) {
      assertEquals("https", ecs.endpoint().getScheme());
      RawClient raw = new RawClient(ecs.endpoint(), https);
      assertEquals(
          200, raw.send("GET", raw.sign("GET", raw.parameters("DescribeDisks"))).statusCode());
    }
  }
}
