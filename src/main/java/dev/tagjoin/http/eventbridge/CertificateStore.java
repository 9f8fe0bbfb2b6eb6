package dev.tagjoin.http.eventbridge;

import dev.tagjoin.resource.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The certificates of EventBridge: each is kept for an hour, and a failure for a minute.
 * Thread-safe.
 *
 * <p>One file is loaded from a host at a time, and who waits for it waits no longer than his
 * deadline: requests that nobody has checked yet must not become many downloads, nor hold many
 * threads.
 */
final class CertificateStore {
  static final Duration KEPT = Duration.ofHours(1);
  static final Duration FAILURE_KEPT = Duration.ofMinutes(1);

  /** The longest wait for somebody else's download. */
  private static final long MAX_WAIT_MILLIS = 5_000;

  /** The certificates of a region or two, and of a rotation. More are forgotten. */
  private static final int MAX_ENTRIES = 32;

  private static final int MIN_KEY_BITS = 2_048;

  private final Source source;
  private final Clock clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** One for each of the known hosts at most. */
  private final Map<String, ReentrantLock> loading = new ConcurrentHashMap<>();

  /** Where certificates come from. */
  @FunctionalInterface
  interface Source {
    /**
     * The file at a URL that has been checked.
     *
     * @throws IOException when it could not be had
     */
    byte[] load(URI url) throws IOException;
  }

  /** What is known about a URL until a moment: a certificate, or a failure. */
  private record Entry(Instant until, X509Certificate certificate, Exception failure) {}

  CertificateStore(Source source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * The key of the certificate at a URL.
   *
   * @param url one that {@link CertificateUrl} knows
   * @throws IOException when the file cannot be had now
   * @throws CertificateException when the file is no certificate that is valid now, with an RSA key
   *     of at least 2,048 bits; the message says what it is instead
   */
  PublicKey key(URI url, Deadline deadline) throws IOException, CertificateException {
    Entry entry = known(url);
    if (entry == null) {
      entry = load(url, deadline);
    }
    if (entry.failure instanceof IOException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (entry.failure != null) {
      throw new CertificateException("there is no certificate", entry.failure);
    }
    return checked(entry.certificate);
  }

  int size() {
    return entries.size();
  }

  private Entry known(URI url) {
    Entry entry = entries.get(url.toString());
    return entry != null && clock.instant().isBefore(entry.until) ? entry : null;
  }

  private Entry load(URI url, Deadline deadline) throws IOException {
    ReentrantLock lock = loading.computeIfAbsent(url.getHost(), host -> new ReentrantLock());
    try {
      long wait = Math.min(MAX_WAIT_MILLIS, deadline.leftMillis());
      if (!lock.tryLock(wait, TimeUnit.MILLISECONDS)) {
        throw new IOException("another certificate is being loaded from this host");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      Entry entry = known(url);
      if (entry == null) {
        entry = fetched(url);
        if (entries.size() >= MAX_ENTRIES) {
          entries.clear();
        }
        entries.put(url.toString(), entry);
      }
      return entry;
    } finally {
      lock.unlock();
    }
  }

  private Entry fetched(URI url) {
    try {
      byte[] file = source.load(url);
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(file));
      return new Entry(clock.instant().plus(KEPT), certificate, null);
    } catch (IOException | CertificateException e) {
      return new Entry(clock.instant().plus(FAILURE_KEPT), null, e);
    }
  }

  private PublicKey checked(X509Certificate certificate) throws CertificateException {
    certificate.checkValidity(Date.from(clock.instant()));
    if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
        || key.getModulus().bitLength() < MIN_KEY_BITS) {
      throw new CertificateException("the certificate has no RSA key of 2,048 bits or more");
    }
    return key;
  }
}
