package dev.tagjoin.dev;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets in only calls that the vendor's gateway would let in: well-formed, fresh, signed with a
 * known key, and not seen before. Thread-safe.
 */
final class Gate {
  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** More nonces than this are not remembered; a real run stays far below it in half an hour. */
  private static final int MAX_NONCES = 1_000_000;

  /** Who called. */
  record Caller(EmbeddedAccount account, AccountAccess.Credential credential) {}

  private final List<EmbeddedAccount> accounts;
  private final FaultInjector faults;
  private final Map<String, Instant> nonces = new LinkedHashMap<>();

  /**
   * @param accounts those whose keys are accepted
   * @param faults tells what time it is here
   */
  Gate(List<EmbeddedAccount> accounts, FaultInjector faults) {
    this.accounts = accounts;
    this.faults = faults;
  }

  /**
   * Checks a call.
   *
   * @throws RpcError when it is not let in
   */
  Caller admit(RpcRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("POST")) {
      throw new RpcError(403, "UnsupportedHTTPMethod", "This http method is not supported.");
    }
    if (request.action() == null) {
      throw RpcError.missing(400, "Action");
    }
    if (request.version() == null) {
      throw RpcError.missing(400, "Version");
    }
    String format = request.get("Format");
    if (format == null || !format.toUpperCase(Locale.ROOT).equals("JSON")) {
      // The real default is XML, which this server does not speak.
      throw new RpcError(
          400, "UnsupportedParameter", "The parameter \"Format\" must be JSON for this server.");
    }
    String keyId = request.get("AccessKeyId");
    if (keyId == null) {
      throw new RpcError(400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action.");
    }
    String signature = request.get("Signature");
    if (signature == null
        || request.get("SignatureNonce") == null
        || !"HMAC-SHA1".equals(request.get("SignatureMethod"))
        || !"1.0".equals(request.get("SignatureVersion"))) {
      throw incomplete();
    }
    fresh(request.get("Timestamp"));
    Caller caller = caller(keyId);
    String stringToSign = RpcSignature.stringToSign(request.method(), request.parameters());
    if (!equal(RpcSignature.sign(caller.credential().secret(), stringToSign), signature)) {
      throw mismatch(stringToSign);
    }
    token(request, caller.credential());
    once(keyId, request.get("SignatureNonce"));
    return caller;
  }

  private Caller caller(String keyId) {
    for (EmbeddedAccount account : accounts) {
      AccountAccess.Credential credential = account.credential(keyId);
      if (credential != null) {
        return new Caller(account, credential);
      }
    }
    throw new RpcError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }

  private void token(RpcRequest request, AccountAccess.Credential credential) {
    String token = request.securityToken();
    if (credential.token() == null && token == null) {
      expired(credential);
      return;
    }
    if (token == null) {
      throw new RpcError(
          400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
    }
    if (!token.equals(credential.token())) {
      for (EmbeddedAccount account : accounts) {
        if (account.credentialOfToken(token) != null) {
          throw new RpcError(
              400,
              "InvalidSecurityToken.MismatchWithAccessKey",
              "Specified SecurityToken mismatch with the AccessKey.");
        }
      }
      throw new RpcError(
          400, "InvalidSecurityToken.MalFormed", "Specified SecurityToken is malformed.");
    }
    expired(credential);
  }

  private static void expired(AccountAccess.Credential credential) {
    if (credential.expires() != null && !Instant.now().isBefore(credential.expires())) {
      throw new RpcError(
          400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    }
  }

  private void fresh(String timestamp) {
    Instant time;
    try {
      time = timestamp == null ? null : Instant.parse(timestamp);
    } catch (DateTimeParseException e) {
      time = null;
    }
    // The format has seconds and the letter Z; Java's parser takes more than that.
    if (time == null || timestamp.length() != "2026-06-18T08:00:00Z".length()) {
      throw new RpcError(
          400, "IllegalTimestamp", "The input parameter \"Timestamp\" is not well formatted.");
    }
    if (Duration.between(time, faults.now()).abs().compareTo(WINDOW) > 0) {
      throw new RpcError(
          400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    }
  }

  private synchronized void once(String keyId, String nonce) {
    Instant now = Instant.now();
    Iterator<Instant> oldest = nonces.values().iterator();
    while (oldest.hasNext()) {
      // A call stamped in the future can be repeated for twice the window.
      boolean old = oldest.next().plus(WINDOW.multipliedBy(2)).isBefore(now);
      if (!old && nonces.size() < MAX_NONCES) {
        break;
      }
      oldest.remove();
    }
    if (nonces.putIfAbsent(keyId + " " + nonce, now) != null) {
      throw new RpcError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
  }

  private static boolean equal(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static RpcError incomplete() {
    return new RpcError(
        400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.");
  }

  private static RpcError mismatch(String signed) {
    return new RpcError(
        400,
        "SignatureDoesNotMatch",
        "Specified signature is not matched with our calculation. server string to sign is:"
            + signed);
  }
}
