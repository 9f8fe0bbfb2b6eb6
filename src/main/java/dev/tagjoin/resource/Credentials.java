package dev.tagjoin.resource;

import java.util.Objects;

/**
 * An access key, with the token that makes it valid when it is a temporary one. {@link #toString()}
 * shows the key's id only.
 *
 * @param id the access key's id
 * @param secret the access key's secret
 * @param token the STS security token, or {@code null} for a long-lived key
 */
public record Credentials(String id, String secret, String token) {
  public Credentials {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(secret, "secret");
  }

  /** Whether both are the same key; the secrets are not compared. */
  public boolean isSameKeyAs(Credentials other) {
    return other != null && id.equals(other.id) && Objects.equals(token, other.token);
  }

  @Override
  public String toString() {
    return "Credentials[" + id + "]";
  }
}
