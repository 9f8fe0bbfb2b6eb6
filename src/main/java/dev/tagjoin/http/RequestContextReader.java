package dev.tagjoin.http;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Deadline;
import dev.tagjoin.resource.RequestContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;

/**
 * Reads what a request brings along, wherever the function runs: its id, its credentials and how
 * much time there is. Thread-safe.
 */
@Singleton
public final class RequestContextReader {
  /** Kept back from the platform's limit, so that the answer leaves before the call is ended. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  /** The longest timeout of a function in seconds. */
  private static final int MAX_TIMEOUT_SECONDS = 86_400;

  @Inject HttpSettings settings;
  @Inject Instance<Context> lambda;

  /** Reads a request that was let in. */
  RequestInfo read(String path, HttpHeaders headers, boolean dryRun) {
    return new RequestInfo(
        context(path, headers), path, dryRun || settings.dryRun(), System.nanoTime());
  }

  /** Whether requests come from AWS Lambda, through memory. */
  boolean isOnLambda() {
    return !lambda.isUnsatisfied();
  }

  private RequestContext context(String path, HttpHeaders headers) {
    if (settings.onFunctionCompute()
        && FunctionComputeResource.hasPlatformHeaders(
            path, headers.getHeaderString(FunctionComputeResource.CONTROL_PATH))) {
      return new RequestContext(
          text(headers, "x-fc-request-id"),
          credentials(headers),
          text(headers, "x-fc-account-id"),
          text(headers, "x-fc-region"),
          Deadline.in(time(limit(headers))));
    }
    Context context = isOnLambda() ? lambda.get() : null;
    return new RequestContext(
        context == null ? null : context.getAwsRequestId(),
        null,
        null,
        null,
        Deadline.in(time(limit(context))));
  }

  private Duration time(Duration limit) {
    if (limit == null) {
      return settings.deadline();
    }
    Duration usable = limit.minus(MARGIN);
    // a limit as small as the margin leaves half of it
    Duration platform = usable.compareTo(MARGIN) < 0 ? limit.dividedBy(2) : usable;
    return settings.deadlineConfigured() && settings.deadline().compareTo(platform) < 0
        ? settings.deadline()
        : platform;
  }

  private static Duration limit(Context context) {
    // nothing left at the start of a call says that the runtime told no deadline
    int left = context == null ? 0 : context.getRemainingTimeInMillis();
    return left <= 0 ? null : Duration.ofMillis(left);
  }

  private static Duration limit(HttpHeaders headers) {
    String seconds = text(headers, "x-fc-function-timeout");
    try {
      int number = seconds == null ? 0 : Integer.parseInt(seconds);
      return number < 1 || number > MAX_TIMEOUT_SECONDS ? null : Duration.ofSeconds(number);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Those of the function's role, when all three are there; without a role they are empty. */
  private static Credentials credentials(HttpHeaders headers) {
    String id = text(headers, "x-fc-access-key-id");
    String secret = text(headers, "x-fc-access-key-secret");
    String token = text(headers, "x-fc-security-token");
    return id == null || secret == null || token == null
        ? null
        : new Credentials(id, secret, token);
  }

  private static String text(HttpHeaders headers, String name) {
    String value = headers.getHeaderString(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
