package dev.tagjoin.ecs;

import dev.tagjoin.resource.ResourceRef;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code TAGJOIN_ACCOUNTS} says: which accounts may be acted in, and with which role.
 * Immutable.
 *
 * @param allowed the ids of the listed accounts; empty for the function's own account, or for those
 *     of the resource directory
 * @param roles the ARN of the role to assume, by the account's id, for those that name one
 * @param directoryRole the name of the role in every other account of the resource directory, or
 *     {@code null} when the directory does not count
 * @param except the accounts of the directory that must not be acted in
 */
public record AccountList(
    Set<String> allowed, Map<String, String> roles, String directoryRole, Set<String> except) {
  /** Only the function's own account. */
  public static final AccountList NONE = of(Set.of(), Map.of());

  private static final String DIRECTORY = "directory:";

  public AccountList {
    allowed = Set.copyOf(allowed);
    roles = Map.copyOf(roles);
    except = Set.copyOf(except);
  }

  /** Listed accounts, each with or without a role. */
  public static AccountList of(Set<String> allowed, Map<String, String> roles) {
    return new AccountList(allowed, roles, null, Set.of());
  }

  /**
   * Reads the entries: one {@code directory:<role name>}, or accounts, each an id, or that, {@code
   * =}, and the ARN of a role in it.
   *
   * @param entries of {@code TAGJOIN_ACCOUNTS}
   * @param except of {@code TAGJOIN_ACCOUNTS_EXCEPT}: ids
   * @throws IllegalArgumentException when an entry has another form or an account comes twice; the
   *     message begins with the name of the setting
   */
  public static AccountList parse(List<String> entries, List<String> except) {
    if (entries.size() == 1 && entries.get(0).strip().startsWith(DIRECTORY)) {
      return ofDirectory(entries.get(0).strip().substring(DIRECTORY.length()), except);
    }
    if (!except.isEmpty()) {
      throw new IllegalArgumentException(
          "TAGJOIN_ACCOUNTS_EXCEPT works with TAGJOIN_ACCOUNTS=directory:<role name> only");
    }
    Set<String> allowed = new LinkedHashSet<>();
    Map<String, String> roles = new TreeMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String account = (equals < 0 ? entry : entry.substring(0, equals)).trim();
      if (!ResourceRef.isAccount(account)) {
        throw wrong(
            "must be directory:<role name>, or account ids (digits) separated by commas, each"
                + " optionally with =acs:ram::<account>:role/<name>",
            entry);
      }
      if (!allowed.add(account)) {
        throw new IllegalArgumentException(
            "TAGJOIN_ACCOUNTS: account " + account + " is listed twice");
      }
      if (equals >= 0) {
        String arn = entry.substring(equals + 1).trim();
        if (!arn.startsWith(arn(account, ""))
            || !isRole(arn.substring(arn(account, "").length()))) {
          throw wrong("must be a role of the account itself: " + arn(account, "<name>"), arn);
        }
        roles.put(account, arn);
      }
    }
    if (allowed.size() - roles.size() > 1) {
      throw new IllegalArgumentException(
          "TAGJOIN_ACCOUNTS: only one account, the function's own, may be listed without a role;"
              + " add =acs:ram::<account>:role/<name> to the others");
    }
    return of(allowed, roles);
  }

  private static AccountList ofDirectory(String role, List<String> except) {
    if (!isRole(role)) {
      throw wrong("must be directory: and the name of a role in each account", DIRECTORY + role);
    }
    Set<String> out = new HashSet<>();
    for (String entry : except) {
      if (!ResourceRef.isAccount(entry.strip())) {
        throw new IllegalArgumentException(
            "TAGJOIN_ACCOUNTS_EXCEPT: must be account ids (digits) separated by commas, not \""
                + entry
                + "\"");
      }
      out.add(entry.strip());
    }
    return new AccountList(Set.of(), Map.of(), role, out);
  }

  private static IllegalArgumentException wrong(String rule, String found) {
    return new IllegalArgumentException("TAGJOIN_ACCOUNTS: " + rule + ", not \"" + found + "\"");
  }

  /** Whether the accounts are those of the resource directory. */
  public boolean isDirectory() {
    return directoryRole != null;
  }

  /** The function's own account: the one that is listed without a role, else {@code null}. */
  public String own() {
    for (String account : allowed) {
      if (!roles.containsKey(account)) {
        return account;
      }
    }
    return null;
  }

  /** The ARN of the role by which another account than the function's own is entered, or null. */
  public String role(String account) {
    return isDirectory() ? arn(account, directoryRole) : roles.get(account);
  }

  private static String arn(String account, String role) {
    return "acs:ram::" + account + ":role/" + role;
  }

  /** A role's name has up to 64 letters, digits and {@code . _ -}. */
  private static boolean isRole(String name) {
    return name.matches("[A-Za-z0-9._-]{1,64}");
  }
}
