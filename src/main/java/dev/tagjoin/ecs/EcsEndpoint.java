package dev.tagjoin.ecs;

import com.aliyuncs.ecs.Endpoint;
import com.aliyuncs.http.ProtocolType;
import java.net.URI;

/**
 * Where ECS, or the STS that belongs to it, is reached. Without an override it is the SDK's own
 * table over HTTPS, {@code ecs.<region>.aliyuncs.com} for a region that the table does not know,
 * and {@code sts.<region>.aliyuncs.com}.
 *
 * <p>The table is read here rather than left to the SDK, which would ask a location service over
 * the network for a region that it does not know.
 */
public final class EcsEndpoint {
  private final URI override;
  private final boolean isSts;

  /**
   * Where ECS is reached.
   *
   * @param override {@code http://host:port} or {@code https://host}, or {@code null} for none
   * @throws IllegalArgumentException when the override has another form
   */
  public EcsEndpoint(URI override) {
    this(override, false);
  }

  /**
   * Where STS is reached.
   *
   * @param override as with ECS
   * @throws IllegalArgumentException as with ECS
   */
  public static EcsEndpoint ofSts(URI override) {
    return new EcsEndpoint(override, true);
  }

  private EcsEndpoint(URI override, boolean isSts) {
    if (override != null
        && (!("http".equals(override.getScheme()) || "https".equals(override.getScheme()))
            || override.getHost() == null
            || override.getRawUserInfo() != null
            || override.getRawQuery() != null
            || override.getRawFragment() != null
            || !(override.getRawPath().isEmpty() || override.getRawPath().equals("/")))) {
      throw new IllegalArgumentException(
          "http://host:port or https://host expected, not " + override);
    }
    this.override = override;
    this.isSts = isSts;
  }

  /** Host and, where it is not the protocol's own, port. */
  String host(String region) {
    if (override != null) {
      return override.getRawAuthority();
    }
    if (isSts) {
      return "sts." + region + ".aliyuncs.com";
    }
    String known = Endpoint.endpointMap.get(region);
    return known != null ? known : "ecs." + region + ".aliyuncs.com";
  }

  ProtocolType protocol() {
    return override != null && "http".equals(override.getScheme())
        ? ProtocolType.HTTP
        : ProtocolType.HTTPS;
  }
}
