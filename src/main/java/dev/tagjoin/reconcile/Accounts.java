package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.OwnAccount;
import dev.tagjoin.resource.RequestContext;
import java.util.Map;
import java.util.Set;

/**
 * The accounts that may be acted in, and which one is the function's own. Safe for use by several
 * threads.
 *
 * <p>The account of a resource is that of the credentials that read it. An account that an event
 * names is only a claim: it never becomes one that may be acted in.
 */
public final class Accounts {
  private final Set<String> listed;
  private final String listedOwn;
  private final OwnAccount ownAccount;

  /** Of the credentials of the environment; {@code null} until it was asked for. */
  private volatile String asked;

  /**
   * @param listed the accounts that the configuration lists; empty for the function's own only
   * @param roles the role to assume, by the account's id, for those that have one
   * @param ownAccount is asked once when neither the platform nor the list tells the own account
   */
  public Accounts(Set<String> listed, Map<String, String> roles, OwnAccount ownAccount) {
    this.listed = Set.copyOf(listed);
    this.listedOwn = own(listed, roles);
    this.ownAccount = ownAccount;
  }

  /** The only account of the list, or the only one that is entered without a role. */
  private static String own(Set<String> listed, Map<String, String> roles) {
    String own = null;
    for (String account : listed) {
      if (listed.size() == 1) {
        return account;
      }
      if (!roles.containsKey(account)) {
        if (own != null) {
          return null;
        }
        own = account;
      }
    }
    return own;
  }

  /** The function's own account as far as it is known without a call, or {@code null}. */
  String known(RequestContext context) {
    if (context.account() != null) {
      return context.account();
    }
    if (listedOwn != null) {
      return listedOwn;
    }
    return context.credentials() == null ? asked : null;
  }

  /**
   * The function's own account: what the platform says, else the list, else what STS says.
   *
   * @param region the region whose STS is asked, unless the function's own is known
   * @throws EcsException when it could not be found out
   */
  String own(RequestContext context, String region) throws EcsException {
    String known = known(context);
    if (known != null) {
      return known;
    }
    String own = ownAccount.ask(context, context.region() == null ? region : context.region());
    if (context.credentials() == null) {
      asked = own;
    }
    return own;
  }

  /** Whether an account may be acted in without knowing which one is the function's own. */
  boolean isListed(String account) {
    return listed.contains(account);
  }

  /**
   * Why an account must not be acted in, or {@code null} when it may be.
   *
   * @param account {@code null} for the function's own, which is not known
   * @param own the function's own account, or {@code null}
   */
  public String refusal(String account, String own) {
    if (account == null || listed.contains(account) || (listed.isEmpty() && account.equals(own))) {
      return null;
    }
    return "account "
        + account
        + (listed.isEmpty() ? " is not the function's own, " + own + ", and" : " is")
        + " not listed in TAGJOIN_ACCOUNTS";
  }
}
