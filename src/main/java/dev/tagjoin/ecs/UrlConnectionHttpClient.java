package dev.tagjoin.ecs;

import com.aliyuncs.http.CallBack;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.HttpRequest;
import com.aliyuncs.http.HttpResponse;
import com.aliyuncs.http.IHttpClient;
import dev.tagjoin.net.BoundedInput;
import dev.tagjoin.net.ProxySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * The SDK's transport over the JDK's {@link HttpURLConnection}, which keeps connections alive.
 *
 * <p>The SDK's own choices do not fit a function: its Apache client is a process-wide pool with a
 * thread of its own that costs start-up time and memory, and its JDK client opens a new TLS
 * connection, with a new trust store, for every call.
 */
final class UrlConnectionHttpClient extends IHttpClient {
  /** The largest answer that is read; a page of 100 resources is far below. */
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  /** The URL of the call that this thread made last; it holds the signature. */
  private final ThreadLocal<String> lastUrl = new ThreadLocal<>();

  UrlConnectionHttpClient(HttpClientConfig config) {
    clientConfig = config;
  }

  /** Gives the URL of the call that this thread made last, once. */
  String takeUrl() {
    String url = lastUrl.get();
    lastUrl.remove();
    return url;
  }

  @Override
  protected void init(HttpClientConfig config) {}

  @Override
  public HttpResponse syncInvoke(HttpRequest request) throws IOException {
    lastUrl.set(request.getSysUrl());
    URL url = new URL(request.getSysUrl());
    HttpURLConnection connection = ProxySettings.ofProcess().open(url);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod(request.getSysMethod().name());
    connection.setConnectTimeout(
        request.getSysConnectTimeout() != null
            ? request.getSysConnectTimeout()
            : (int) clientConfig.getConnectionTimeoutMillis());
    connection.setReadTimeout(
        request.getSysReadTimeout() != null
            ? request.getSysReadTimeout()
            : (int) clientConfig.getReadTimeoutMillis());
    // for the whole call, because nothing else ends one that drips on the thread of an event
    long end =
        System.nanoTime()
            + (connection.getConnectTimeout() + connection.getReadTimeout()) * 1_000_000L;
    for (Map.Entry<String, String> header : request.getSysHeaders().entrySet()) {
      connection.setRequestProperty(header.getKey(), header.getValue());
    }
    byte[] content = request.getHttpContent();
    if (request.getSysMethod().hasContent()) {
      byte[] body = content == null ? new byte[0] : content;
      connection.setDoOutput(true);
      connection.getOutputStream().write(body);
    }
    int status = connection.getResponseCode();
    byte[] answer = read(connection, status, end);
    HttpResponse response = new HttpResponse(request.getSysUrl());
    response.setStatus(status);
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      if (header.getKey() != null) {
        response.putHeaderParameter(header.getKey(), String.join(",", header.getValue()));
      }
    }
    response.setHttpContent(answer, StandardCharsets.UTF_8.name(), format(connection));
    return response;
  }

  /** Reads to the end, so that the connection can be used again. */
  private static byte[] read(HttpURLConnection connection, int status, long end)
      throws IOException {
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      if (in == null) {
        return new byte[0];
      }
      try {
        byte[] answer = BoundedInput.read(in, MAX_ANSWER_BYTES, end);
        if (answer.length > MAX_ANSWER_BYTES) {
          throw new IOException("the answer is larger than " + MAX_ANSWER_BYTES + " bytes");
        }
        return answer;
      } catch (IOException e) {
        // before it is closed, which would read what is left
        connection.disconnect();
        throw e;
      }
    }
  }

  private static FormatType format(HttpURLConnection connection) {
    String type = connection.getContentType();
    int end = type == null ? -1 : type.indexOf(';');
    return type == null
        ? null
        : FormatType.mapAcceptToFormat((end < 0 ? type : type.substring(0, end)).trim());
  }

  /** Not supported: every call of this function is waited for. */
  @Override
  public Future<HttpResponse> asyncInvoke(HttpRequest request, CallBack callback) {
    throw new UnsupportedOperationException("asynchronous calls");
  }

  /** Not supported: certificates are always checked. */
  @Override
  @Deprecated
  public void ignoreSSLCertificate() {
    throw new UnsupportedOperationException("certificates are always checked");
  }

  /** Does nothing: certificates are always checked. */
  @Override
  @Deprecated
  public void restoreSSLCertificate() {}

  @Override
  public boolean isSingleton() {
    return false;
  }

  @Override
  public void close() {}
}
