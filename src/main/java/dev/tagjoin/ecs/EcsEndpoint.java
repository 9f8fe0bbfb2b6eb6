package dev.tagjoin.ecs;

import com.aliyuncs.ecs.Endpoint;
import com.aliyuncs.http.ProtocolType;
import java.net.URI;

/**
 * Where ECS, or another service that belongs to it, is reached. Without an override it is, over
 * HTTPS, the SDK's own table for ECS and {@code ecs.<region>.aliyuncs.com} for a region that the
 * table does not know, {@code sts.<region>.aliyuncs.com} for STS, and {@code
 * resourcemanager.aliyuncs.com}, which serves all regions, for Resource Manager.
 *
 * <p>The table is read here rather than left to the SDK, which would ask a location service over
 * the network for a region that it does not know.
 */
public final class EcsEndpoint {
  private final URI override;
  private final Service service;

  private enum Service {
    ECS,
    STS,
    RESOURCE_MANAGER
  }

  /**
   * Where ECS is reached.
   *
   * @param override {@code http://host:port} or {@code https://host}, or {@code null} for none
   * @throws IllegalArgumentException when the override has another form
   */
  public EcsEndpoint(URI override) {
    this(override, Service.ECS);
  }

  /**
   * Where STS is reached.
   *
   * @param override as with ECS
   * @throws IllegalArgumentException as with ECS
   */
  public static EcsEndpoint ofSts(URI override) {
    return new EcsEndpoint(override, Service.STS);
  }

  /**
   * Where Resource Manager is reached.
   *
   * @param override as with ECS
   * @throws IllegalArgumentException as with ECS
   */
  public static EcsEndpoint ofResourceManager(URI override) {
    return new EcsEndpoint(override, Service.RESOURCE_MANAGER);
  }

  private EcsEndpoint(URI override, Service service) {
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
    this.service = service;
  }

  /** Host and, where it is not the protocol's own, port. */
  String host(String region) {
    if (override != null) {
      return override.getRawAuthority();
    }
    return switch (service) {
      case ECS -> {
        String known = Endpoint.endpointMap.get(region);
        yield known != null ? known : "ecs." + region + ".aliyuncs.com";
      }
      case STS -> "sts." + region + ".aliyuncs.com";
      case RESOURCE_MANAGER -> "resourcemanager.aliyuncs.com";
    };
  }

  /** The URL at which a region's service listens. */
  public URI url(String region) {
    return URI.create((protocol() == ProtocolType.HTTP ? "http://" : "https://") + host(region));
  }

  ProtocolType protocol() {
    return override != null && "http".equals(override.getScheme())
        ? ProtocolType.HTTP
        : ProtocolType.HTTPS;
  }
}
