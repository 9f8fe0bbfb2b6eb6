package dev.tagjoin.app;

import dev.tagjoin.resource.ResourceRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code TAGJOIN_ACCOUNTS} says: which accounts may be acted in, and with which role.
 *
 * @param allowed the accounts' ids
 * @param roles the ARN of the role to assume, by the account's id, for those that name one
 */
record AccountList(Set<String> allowed, Map<String, String> roles) {
  AccountList {
    allowed = Set.copyOf(allowed);
    roles = Map.copyOf(roles);
  }

  /**
   * Reads the entries, each an account's id, or that, {@code =}, and the ARN of a role in it.
   *
   * @throws IllegalArgumentException when an entry has another form or an account comes twice
   */
  static AccountList parse(List<String> entries) {
    Set<String> allowed = new LinkedHashSet<>();
    Map<String, String> roles = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String account = (equals < 0 ? entry : entry.substring(0, equals)).trim();
      if (!ResourceRef.isAccount(account)) {
        throw new IllegalArgumentException(
            "account ids (digits) between commas expected, each optionally with ="
                + "acs:ram::<account>:role/<name>, found \""
                + entry
                + "\"");
      }
      if (!allowed.add(account)) {
        throw new IllegalArgumentException("account " + account + " is listed twice");
      }
      if (equals >= 0) {
        String arn = entry.substring(equals + 1).trim();
        if (!isRole(arn, account)) {
          throw new IllegalArgumentException(
              "a role of the account itself, acs:ram::"
                  + account
                  + ":role/<name>, expected, found \""
                  + arn
                  + "\"");
        }
        roles.put(account, arn);
      }
    }
    if (allowed.size() - roles.size() > 1) {
      throw new IllegalArgumentException(
          "only one account, the function's own, may be listed without a role; add"
              + " =acs:ram::<account>:role/<name> to the others");
    }
    return new AccountList(allowed, roles);
  }

  /** The function's own account: the one that is listed without a role, else {@code null}. */
  String own() {
    for (String account : allowed) {
      if (!roles.containsKey(account)) {
        return account;
      }
    }
    return null;
  }

  /** A role's name has letters, digits and {@code . _ -}; the ARN is in small letters. */
  private static boolean isRole(String arn, String account) {
    String start = "acs:ram::" + account + ":role/";
    return arn.startsWith(start)
        && arn.length() > start.length()
        && arn.substring(start.length())
            .chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_'
                        || c == '.');
  }
}
