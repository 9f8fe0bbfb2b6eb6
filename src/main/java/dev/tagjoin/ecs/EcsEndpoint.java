package dev.tagjoin.ecs;

import com.aliyuncs.ecs.Endpoint;
import com.aliyuncs.http.ProtocolType;
import dev.tagjoin.resource.ResourceRef;
import java.net.URI;

/**
 * Where one of the vendor's services is reached: at an address of the configuration, else, over
 * HTTPS, at the vendor's host for the region. Immutable.
 *
 * <p>The SDK's table of hosts is read here rather than by the SDK, which asks a location service
 * over the network for a region that it does not know.
 */
public final class EcsEndpoint {
  private final URI override;
  private final Service service;

  /** The vendor's services that are called. */
  public enum Service {
    ECS,
    STS,
    RESOURCE_MANAGER,
    RESOURCE_DIRECTORY
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

  /** Where a service is reached; the override and the exception are those of ECS. */
  public EcsEndpoint(URI override, Service service) {
    if (override != null
        && (!("http".equals(override.getScheme()) || "https".equals(override.getScheme()))
            || override.getHost() == null
            || override.getRawUserInfo() != null
            || override.getRawQuery() != null
            || override.getRawFragment() != null
            || !(override.getRawPath().isEmpty() || override.getRawPath().equals("/")))) {
      throw new IllegalArgumentException(
          override + " is neither http://host:port nor https://host");
    }
    this.override = override;
    this.service = service;
  }

  /** The address of the configuration, or {@code null}. */
  URI override() {
    return override;
  }

  /** Whether calls leave this machine without encryption. */
  public boolean isUnencrypted() {
    return protocol() == ProtocolType.HTTP && !isLoopback();
  }

  /** Whether the address is one of this machine. Names are not looked up. */
  public boolean isLoopback() {
    String host = override == null ? "" : override.getHost();
    return host.equals("localhost")
        || host.equals("[::1]")
        || (host.startsWith("127.")
            && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
  }

  /**
   * Host and, where it is not the protocol's own, port.
   *
   * @param region one that may be contacted
   */
  String host(String region) {
    if (override != null) {
      return override.getRawAuthority();
    }
    if (!ResourceRef.isRegion(region)) {
      throw new IllegalArgumentException("not a region");
    }
    return switch (service) {
      case ECS -> {
        String known = Endpoint.endpointMap.get(region);
        yield known != null ? known : "ecs." + region + ".aliyuncs.com";
      }
      case STS -> "sts." + region + ".aliyuncs.com";
      case RESOURCE_MANAGER -> "resourcemanager.aliyuncs.com";
      case RESOURCE_DIRECTORY -> "resourcedirectory.aliyuncs.com";
    };
  }

  /** The URL at which a region's service listens; the region is one that may be contacted. */
  URI url(String region) {
    return URI.create((protocol() == ProtocolType.HTTP ? "http://" : "https://") + host(region));
  }

  ProtocolType protocol() {
    return override != null && "http".equals(override.getScheme())
        ? ProtocolType.HTTP
        : ProtocolType.HTTPS;
  }
}
