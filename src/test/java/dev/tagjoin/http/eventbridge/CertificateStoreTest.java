package dev.tagjoin.http.eventbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.resource.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often certificates are loaded, and which are taken. */
class CertificateStoreTest {
  private static final URI URL = url("cn-hangzhou", "");

  private static byte[] good;
  private static byte[] small;
  private static byte[] expired;

  private final MovingClock clock = new MovingClock();
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeAll
  static void makeCertificates(@TempDir Path dir) throws Exception {
    good = RsaCertificate.make(dir, 2048, "2026/01/01 00:00:00").pem();
    small = RsaCertificate.make(dir, 1024, "2026/01/01 00:00:00").pem();
    expired = RsaCertificate.make(dir, 2048, "2025/01/01 00:00:00").pem();
  }

  private static URI url(String region, String suffix) {
    return URI.create(
        "https://"
            + region
            + "-eventbridge.oss-accelerate.aliyuncs.com/x509_public_certificate"
            + suffix
            + ".pem");
  }

  private CertificateStore store(CertificateStore.Source source) {
    return new CertificateStore(
        url -> {
          loads.incrementAndGet();
          return source.load(url);
        },
        clock);
  }

  private static PublicKey key(CertificateStore store, URI url) throws Exception {
    return store.key(url, Deadline.in(Duration.ofSeconds(5)));
  }

  @Test
  void keepsCertificateForOneHour() throws Exception {
    CertificateStore store = store(url -> good);

    assertNotNull(key(store, URL));
    clock.move(CertificateStore.KEPT.minusSeconds(1));
    assertNotNull(key(store, URL));
    assertEquals(1, loads.get());
    clock.move(Duration.ofSeconds(2));
    assertNotNull(key(store, URL));

    assertEquals(2, loads.get());
  }

  @Test
  void keepsSeveralCertificates() throws Exception {
    CertificateStore store = store(url -> good);

    for (int i = 0; i < 2; i++) {
      assertNotNull(key(store, URL));
      assertNotNull(key(store, url("cn-beijing", "")));
    }

    assertEquals(2, loads.get());
  }

  @Test
  void remembersFailureForOneMinute() throws Exception {
    CertificateStore store =
        store(
            url -> {
              if (loads.get() == 1) {
                throw new IOException("no route");
              }
              return good;
            });

    assertThrows(IOException.class, () -> key(store, URL));
    assertThrows(IOException.class, () -> key(store, URL));
    assertEquals(1, loads.get());
    clock.move(CertificateStore.FAILURE_KEPT.plusSeconds(1));

    assertNotNull(key(store, URL));
  }

  @Test
  void remembersWhatIsNoCertificate() {
    CertificateStore store = store(url -> new byte[] {1, 2, 3});

    assertThrows(CertificateException.class, () -> key(store, URL));
    assertThrows(CertificateException.class, () -> key(store, URL));

    assertEquals(1, loads.get());
  }

  @Test
  void refusesSmallKeysAndCertificatesOutOfDate() {
    assertThrows(CertificateException.class, () -> key(store(url -> small), URL));
    assertThrows(CertificateException.class, () -> key(store(url -> expired), URL));
  }

  @Test
  void refusesKeptCertificateOnceItExpires() throws Exception {
    clock.now = Instant.parse("2026-12-31T23:40:00Z");
    CertificateStore store = store(url -> good);

    assertNotNull(key(store, URL));
    clock.move(Duration.ofMinutes(50));

    assertThrows(CertificateException.class, () -> key(store, URL));
    assertEquals(1, loads.get());
  }

  @Test
  void loadsOneFileOfHostAtATime() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CertificateStore store =
        store(
            url -> {
              if (url.equals(URL)) {
                started.countDown();
                await(goOn);
              }
              return good;
            });
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<PublicKey> slow = threads.submit(() -> key(store, URL));
      await(started);

      // another file of the same host waits no longer than its deadline; another host does not wait
      URI other = url("cn-hangzhou", "_1");
      assertThrows(IOException.class, () -> store.key(other, Deadline.in(Duration.ofMillis(50))));
      assertNotNull(key(store, url("cn-beijing", "")));
      goOn.countDown();

      assertNotNull(slow.get(30, TimeUnit.SECONDS));
      assertNotNull(key(store, other));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void boundsTheNumberOfKeptEntries() throws Exception {
    CertificateStore store = store(url -> good);
    for (int i = 0; i < 1_000; i++) {
      assertNotNull(key(store, url("cn-hangzhou", "_" + i)));
    }

    assertTrue(store.size() <= 32, () -> store.size() + " entries");
    assertEquals(1_000, loads.get());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static final class MovingClock extends Clock {
    private volatile Instant now = Instant.parse("2026-06-18T08:00:00Z");

    private void move(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
