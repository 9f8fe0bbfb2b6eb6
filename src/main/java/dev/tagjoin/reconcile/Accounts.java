package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ResourceDirectoryApi;
import dev.tagjoin.resource.RequestContext;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The accounts that may be acted in, and which one is the function's own. Safe for use by several
 * threads.
 *
 * <p>The account of a resource is that of the credentials that read it. An account that an event
 * names is only a claim: it never becomes one that may be acted in.
 */
public final class Accounts {
  private final AccountList list;
  private final EcsApi ecs;

  /** {@code null} unless the accounts are those of the resource directory. */
  private final OrganisationAccounts organisation;

  /**
   * @param list what the configuration says
   * @param ecs tells the function's own account
   * @param directory lists the accounts of the resource directory, if they count
   */
  public Accounts(AccountList list, EcsApi ecs, ResourceDirectoryApi directory) {
    this(list, ecs, directory, System::nanoTime);
  }

  Accounts(AccountList list, EcsApi ecs, ResourceDirectoryApi directory, LongSupplier nanoClock) {
    this.list = list;
    this.ecs = ecs;
    this.organisation = list.isDirectory() ? new OrganisationAccounts(directory, nanoClock) : null;
  }

  /**
   * The account of resources for which no account is named, as far as it is known without a call:
   * the function's own, or the only one that the list has. Else {@code null}.
   */
  String known(RequestContext context) {
    return list.allowed().size() == 1 && list.own() == null
        ? list.allowed().iterator().next()
        : ecs.knownAccount(context);
  }

  /**
   * The same, asked of STS when it is not known.
   *
   * @param region the region whose STS is asked, unless the function's own is known
   * @throws EcsException when it could not be found out
   */
  public String own(RequestContext context, String region) throws EcsException {
    String known = known(context);
    if (known != null) {
      return known;
    }
    try {
      return ecs.ownAccount(context, context.region() == null ? region : context.region());
    } catch (EcsException e) {
      throw e.during("the function's own account is not known");
    }
  }

  /** Whether the accounts are those of the resource directory, so that the own one matters. */
  boolean areOfDirectory() {
    return organisation != null;
  }

  /** Whether an account may be acted in without knowing which one is the function's own. */
  boolean isListed(String account) {
    return list.allowed().contains(account);
  }

  /**
   * All accounts that may be acted in, in order.
   *
   * @param own the function's own account; {@code null} when it is not known and the only one
   * @throws EcsException when the resource directory could not be read
   */
  public List<String> all(String own, RequestContext context, String region) throws EcsException {
    if (!list.isDirectory()) {
      return list.allowed().isEmpty()
          ? Collections.singletonList(own)
          : List.copyOf(new TreeSet<>(list.allowed()));
    }
    Set<String> all = new TreeSet<>(organisation.ids(context, region));
    all.add(own);
    all.removeAll(list.except());
    return List.copyOf(all);
  }

  /**
   * Why an account must not be acted in, or {@code null} when it may be.
   *
   * @param account {@code null} for the function's own, which is not known
   * @param own the function's own account, or {@code null}
   * @param region the region whose STS is asked for credentials
   * @throws EcsException when the resource directory could not be read
   */
  public String refusal(String account, String own, RequestContext context, String region)
      throws EcsException {
    if (account == null) {
      return null;
    }
    String name = "account " + account;
    if (list.isDirectory()) {
      if (list.except().contains(account)) {
        return name + " is in TAGJOIN_ACCOUNTS_EXCEPT";
      }
      return account.equals(own) || organisation.contains(account, context, region)
          ? null
          : name + " is not a usable account of the resource directory";
    }
    if (list.allowed().isEmpty()) {
      return account.equals(own)
          ? null
          : name + " is not the function's own, " + own + ", and not listed in TAGJOIN_ACCOUNTS";
    }
    if (!list.allowed().contains(account)) {
      return name + " is not listed in TAGJOIN_ACCOUNTS";
    }
    return list.role(account) != null || own == null || own.equals(account)
        ? null
        : name
            + " is listed in TAGJOIN_ACCOUNTS without a role, and the credentials belong to account "
            + own;
  }
}
