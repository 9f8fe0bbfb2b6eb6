package dev.tagjoin.dev;

import dev.tagjoin.resource.ResourceKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may do what in an account of the embedded ECS: keys, roles, OpenID Connect providers and
 * denied actions. Thread-safe.
 */
abstract sealed class AccountAccess permits EmbeddedGroups {
  /** An accepted key; {@code principal} is the ARN of who uses it. */
  record Credential(String id, String secret, String token, Instant expires, String principal) {}

  private record Denial(String action, ResourceKind kind) {}

  private final String id;
  private final Map<String, Credential> credentials = new HashMap<>();
  private final Map<String, Set<String>> roles = new HashMap<>();
  private final Map<String, String> providers = new HashMap<>();
  private final Set<Denial> denials = new HashSet<>();

  /**
   * Creates one that lets nobody in.
   *
   * @param id the account's id
   */
  AccountAccess(String id) {
    this.id = id;
  }

  /** Accepts a key for good. */
  public synchronized void accept(String accessKeyId, String secret) {
    accept(accessKeyId, secret, null, null);
  }

  /**
   * Accepts a key.
   *
   * @param token the STS token that calls with this key must carry, or {@code null}
   * @param expires when it stops being accepted, or {@code null} for never
   */
  public synchronized void accept(
      String accessKeyId, String secret, String token, Instant expires) {
    String principal = "acs:ram::" + id + (token == null ? ":root" : ":assumed-role/embedded/test");
    accept(new Credential(accessKeyId, secret, token, expires, principal));
  }

  synchronized void accept(Credential credential) {
    credentials.put(credential.id(), credential);
  }

  /** Stops accepting a key, as deleting it would. */
  public synchronized void revoke(String accessKeyId) {
    credentials.remove(accessKeyId);
  }

  /**
   * Adds a role that can be assumed.
   *
   * @param arn for example {@code acs:ram::1234567890123456:role/tagjoin}; the account in it must
   *     be this one
   * @param trustedAccounts accounts besides this one whose callers may assume it
   */
  public synchronized void addRole(String arn, String... trustedAccounts) {
    String prefix = "acs:ram::" + id + ":role/";
    if (!arn.startsWith(prefix) || arn.length() == prefix.length()) {
      throw new IllegalArgumentException("arn: " + prefix + "<name> expected");
    }
    Set<String> trusted = new HashSet<>(List.of(trustedAccounts));
    trusted.add(id);
    roles.put(arn, trusted);
  }

  /**
   * Makes an OpenID Connect provider known, with the one token that it vouches for.
   *
   * @param providerArn the provider's ARN
   * @param token the token that is valid from now on
   */
  public synchronized void addProvider(String providerArn, String token) {
    providers.put(providerArn, token);
  }

  synchronized boolean vouches(String providerArn, String token) {
    return token.equals(providers.get(providerArn));
  }

  /**
   * Denies an action. Calls answer {@code Forbidden.RAM}; only {@code DescribeInstances} answers an
   * empty list, as its page in the API reference says.
   *
   * @param action for example {@code JoinResourceGroup}
   * @param kind the only type it is denied for, or {@code null} for all
   */
  public synchronized void deny(String action, ResourceKind kind) {
    denials.add(new Denial(action, kind));
  }

  /** Takes back a {@link #deny}. */
  public synchronized void allow(String action, ResourceKind kind) {
    denials.remove(new Denial(action, kind));
  }

  synchronized Credential credential(String accessKeyId) {
    return credentials.get(accessKeyId);
  }

  synchronized Credential credentialOfToken(String token) {
    return credentials.values().stream()
        .filter(c -> token.equals(c.token()))
        .findFirst()
        .orElse(null);
  }

  /** The accounts that may assume a role, or {@code null} when there is no such role. */
  synchronized Set<String> trustedBy(String arn) {
    Set<String> trusted = roles.get(arn);
    return trusted == null ? null : Set.copyOf(trusted);
  }

  synchronized boolean denied(String action, ResourceKind kind) {
    return denials.contains(new Denial(action, kind)) || denials.contains(new Denial(action, null));
  }
}
