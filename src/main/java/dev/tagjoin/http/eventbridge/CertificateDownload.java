package dev.tagjoin.http.eventbridge;

import dev.tagjoin.net.BoundedInput;
import dev.tagjoin.net.ProxySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Loads a certificate's file over HTTPS: no redirects, bounded in size and time. */
final class CertificateDownload implements CertificateStore.Source {
  static final int MAX_BYTES = 64 << 10;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int READ_TIMEOUT_MILLIS = 2_000;

  /** The whole of it. */
  private static final int MAX_MILLIS = 4_000;

  @Override
  public byte[] load(URI url) throws IOException {
    long end = System.nanoTime() + MAX_MILLIS * 1_000_000L;
    HttpURLConnection connection = ProxySettings.ofProcess().open(url.toURL());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(READ_TIMEOUT_MILLIS);
    try {
      if (connection.getResponseCode() != 200) {
        throw new IOException("HTTP status " + connection.getResponseCode());
      }
      try (InputStream in = connection.getInputStream()) {
        byte[] file = BoundedInput.read(in, MAX_BYTES, end);
        if (file.length > MAX_BYTES) {
          throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return file;
      }
    } finally {
      connection.disconnect();
    }
  }
}
