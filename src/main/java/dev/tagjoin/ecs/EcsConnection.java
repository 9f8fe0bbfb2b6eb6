package dev.tagjoin.ecs;

import com.aliyuncs.http.ProtocolType;
import dev.tagjoin.resource.Credentials;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * How ECS and the services that belong to it are reached when a request says nothing else.
 *
 * @param endpoint where
 * @param credentials the credentials of the function's environment, or {@code null} when it has
 *     none
 * @param oidc the role whose credentials are used when there are none, or {@code null}
 * @param file where credentials are looked for when there is neither, or {@code null}
 * @param sts where roles are assumed
 * @param resourceManager where resource groups are looked up
 * @param roles the ARN of the role to assume, by the id of the account; an account that is not in
 *     it is acted in with the function's own credentials
 */
public record EcsConnection(
    EcsEndpoint endpoint,
    Credentials credentials,
    OidcRole oidc,
    CredentialsFile file,
    EcsEndpoint sts,
    EcsEndpoint resourceManager,
    Map<String, String> roles) {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  public EcsConnection {
    roles = Map.copyOf(roles);
  }

  /** A connection that assumes no roles. */
  public EcsConnection(EcsEndpoint endpoint, Credentials credentials) {
    this(
        endpoint,
        credentials,
        null,
        null,
        EcsEndpoint.ofSts(null),
        EcsEndpoint.ofResourceManager(null),
        Map.of());
  }

  /**
   * The credentials that the environment holds, under the names that the vendor's tools read.
   *
   * @param environment gives the value of a variable, or {@code null}
   * @return the keys, or {@code null} when id or secret is missing or empty
   */
  public static Credentials keys(UnaryOperator<String> environment) {
    String id = environment.apply("ALIBABA_CLOUD_ACCESS_KEY_ID");
    String secret = environment.apply("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    String token = environment.apply("ALIBABA_CLOUD_SECURITY_TOKEN");
    return isMissing(id) || isMissing(secret)
        ? null
        : new Credentials(id, secret, isMissing(token) ? null : token);
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
      // the same happens to the first call, which tells of it
      LOG.debug("no TLS", e);
    }
  }

  private static boolean isMissing(String value) {
    return value == null || value.isEmpty();
  }
}
