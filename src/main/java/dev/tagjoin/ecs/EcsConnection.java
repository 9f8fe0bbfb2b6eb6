package dev.tagjoin.ecs;

import com.aliyuncs.http.ProtocolType;
import dev.tagjoin.ecs.auth.CredentialsResolver;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Regions;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * How ECS, STS and Resource Manager are reached. Immutable.
 *
 * @param endpoint where ECS is reached
 * @param sts where roles are assumed
 * @param resourceManager where resource groups are looked up
 * @param environment gives the value of a variable, or {@code null}; where credentials come from
 *     when a request carries none
 * @param credentials the access key of the environment, or {@code null} when it has none
 * @param roles the ARN of the role to assume, by the id of the account; an account that is not in
 *     it is acted in with the function's own credentials
 * @param ownAccount the id of the function's own account, or {@code null} when the configuration
 *     does not name it
 * @param regions the regions that may be contacted
 */
public record EcsConnection(
    EcsEndpoint endpoint,
    EcsEndpoint sts,
    EcsEndpoint resourceManager,
    UnaryOperator<String> environment,
    Credentials credentials,
    Map<String, String> roles,
    String ownAccount,
    Regions regions) {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  public EcsConnection {
    roles = Map.copyOf(roles);
  }

  /**
   * A connection that reads its credentials from the environment.
   *
   * @param environment gives the value of a variable, or {@code null}
   */
  public EcsConnection(
      EcsEndpoint endpoint,
      EcsEndpoint sts,
      EcsEndpoint resourceManager,
      UnaryOperator<String> environment,
      Map<String, String> roles,
      String ownAccount,
      Regions regions) {
    this(
        endpoint,
        sts,
        resourceManager,
        environment,
        CredentialsResolver.ofEnvironment(environment),
        roles,
        ownAccount,
        regions);
  }

  /** A connection to one server that is all three services, for tests and dev mode. */
  public EcsConnection(EcsEndpoint endpoint, Credentials credentials) {
    this(
        endpoint,
        EcsEndpoint.ofSts(endpoint.override()),
        EcsEndpoint.ofResourceManager(endpoint.override()),
        name -> null,
        credentials,
        Map.of(),
        null,
        Regions.of(EcsEndpoint.vendorRegions()));
  }

  /**
   * Does ahead what the first call over TLS would do before it sends anything: reads the trusted
   * certificates, and makes the keys and the first message of a handshake. Sends nothing. For a
   * time at which nobody waits, or at which there is more processor time than at the first call.
   * Does nothing when ECS is reached without TLS.
   */
  public void warmUp() {
    if (endpoint.protocol() != ProtocolType.HTTPS) {
      return;
    }
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine("ecs.aliyuncs.com", 443);
      engine.setUseClientMode(true);
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (NoSuchAlgorithmException | SSLException e) {
      // the first call fails the same way and reports it
      LOG.debug("no TLS", e);
    }
  }
}
