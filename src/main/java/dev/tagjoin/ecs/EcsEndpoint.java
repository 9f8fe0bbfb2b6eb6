package dev.tagjoin.ecs;

import com.aliyuncs.ecs.Endpoint;
import com.aliyuncs.http.ProtocolType;
import java.net.URI;

/**
 * Where ECS is reached. Without an override it is the SDK's own table over HTTPS, {@code
 * ecs.<region>.aliyuncs.com} for a region that the table does not know.
 *
 * <p>The table is read here rather than left to the SDK, which would ask a location service over
 * the network for a region that it does not know.
 */
public final class EcsEndpoint {
  private final URI override;

  /**
   * @param override {@code http://host:port} or {@code https://host}, or {@code null} for none
   * @throws IllegalArgumentException when the override has another form
   */
  public EcsEndpoint(URI override) {
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
  }

  /** Host and, where it is not the protocol's own, port. */
  String host(String region) {
    if (override != null) {
      return override.getRawAuthority();
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
