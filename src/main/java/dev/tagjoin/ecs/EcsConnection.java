package dev.tagjoin.ecs;

import com.aliyuncs.http.ProtocolType;
import dev.tagjoin.ecs.auth.CredentialsResolver;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Regions;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * How the vendor's services are reached. Immutable.
 *
 * @param endpoints where each service is reached
 * @param environment gives the value of a variable, or {@code null}; where credentials come from
 *     when a request carries none
 * @param credentials the access key of the environment, or {@code null} when it has none
 * @param accounts which accounts may be acted in, and by which roles they are entered
 * @param regions the regions that may be contacted
 */
public record EcsConnection(
    ServiceEndpoints endpoints,
    UnaryOperator<String> environment,
    Credentials credentials,
    AccountList accounts,
    Regions regions) {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  /**
   * A connection that reads its credentials from the environment.
   *
   * @param environment gives the value of a variable, or {@code null}
   */
  public EcsConnection(
      ServiceEndpoints endpoints,
      UnaryOperator<String> environment,
      AccountList accounts,
      Regions regions) {
    this(endpoints, environment, CredentialsResolver.ofEnvironment(environment), accounts, regions);
  }

  /** A connection to one server that is all services, for tests and dev mode. */
  public EcsConnection(EcsEndpoint endpoint, Credentials credentials) {
    this(
        ServiceEndpoints.of(endpoint),
        name -> null,
        credentials,
        AccountList.NONE,
        Regions.of(VendorRegions.all()));
  }

  /**
   * Does ahead what the first call over TLS would do before it sends anything: reads the trusted
   * certificates, and makes the keys and the first message of a handshake. Sends nothing. For a
   * time at which nobody waits, or at which there is more processor time than at the first call.
   * Does nothing when ECS is reached without TLS.
   */
  public void warmUp() {
    if (endpoints.ecs().protocol() != ProtocolType.HTTPS) {
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
