package dev.tagjoin.reconcile;

import dev.tagjoin.resource.RequestContext;
import java.util.Set;

/**
 * Which accounts may be acted in. An account that only an event names never becomes one.
 *
 * @param allowed the accounts that the configuration lists; empty for the function's own only
 */
public record Accounts(Set<String> allowed) {
  public Accounts {
    allowed = Set.copyOf(allowed);
  }

  /**
   * Why an account must not be acted in, or {@code null} when it may be. With neither a list nor a
   * platform that tells the function's own account, the credentials are the only bound: they are
   * those of one account.
   *
   * @param account the account in question; {@code null}, for the function's own, may be acted in
   * @param context tells the function's own account, as far as the platform does
   */
  public String refusal(String account, RequestContext context) {
    if (account == null) {
      return null;
    }
    if (!allowed.isEmpty()) {
      return allowed.contains(account)
          ? null
          : "account " + account + " is not one of those listed in TAGJOIN_ACCOUNTS";
    }
    return context.account() == null || context.account().equals(account)
        ? null
        : "account "
            + account
            + " is not the function's own, "
            + context.account()
            + ", and not listed in TAGJOIN_ACCOUNTS";
  }

  /**
   * The function's own account: what the platform says, else the only one that is listed, else
   * {@code null} for an account whose id is not known.
   *
   * @param context tells what the platform says
   */
  public String own(RequestContext context) {
    if (context.account() != null) {
      return context.account();
    }
    return allowed.size() == 1 ? allowed.iterator().next() : null;
  }
}
