package dev.tagjoin.reconcile;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Replaces the accounts that events claim by those that credentials belong to, and admits each
 * resource once. For one request; not safe for use by several threads.
 */
final class Admission {
  private final Accounts accounts;
  private final RequestContext context;
  private final boolean isAccountRead;
  private final Map<ResourceRef, Admitted> admitted = new LinkedHashMap<>();
  private String own;
  private EcsException failure;

  /**
   * A resource that is to be handled.
   *
   * @param index the place of its outcome
   */
  record Admitted(int index, WorkItem item) {}

  /**
   * @param isAccountRead whether decisions depend on the account; else it is asked for only when an
   *     event claims one
   */
  Admission(Accounts accounts, RequestContext context, boolean isAccountRead) {
    this.accounts = accounts;
    this.context = context;
    this.isAccountRead = isAccountRead;
    this.own = accounts.known(context);
  }

  /** The admitted resources, in order. */
  Map<ResourceRef, Admitted> admitted() {
    return admitted;
  }

  /**
   * Admits an item.
   *
   * @param index the place of its outcome
   * @return {@code null}, or the outcome of an item that is not to be handled
   */
  Outcome admit(int index, WorkItem claimed) {
    WorkItem item;
    String refusal;
    try {
      item = resolve(claimed);
      refusal = accounts.refusal(item.ref().account(), own, context, item.ref().region());
    } catch (EcsException e) {
      return claimed.failed(e);
    }
    if (refusal != null) {
      return Outcome.of(item, Status.IGNORED).withReason(refusal);
    }
    Admitted first = admitted.putIfAbsent(item.ref(), new Admitted(index, item));
    if (first == null) {
      return null;
    }
    admitted.put(item.ref(), new Admitted(first.index, first.item.mergedWith(item)));
    String event = first.item.event();
    return Outcome.of(item, Status.IGNORED)
        .withReason(
            "already looked at for "
                + (event == null ? "an earlier event" : "event " + event)
                + " in this request");
  }

  /** The item with the account that its resource is read with, unless the claim is refused. */
  private WorkItem resolve(WorkItem item) throws EcsException {
    ResourceRef ref = item.ref();
    if (ref.account() != null && accounts.isListed(ref.account())) {
      return item;
    }
    if (own == null && (ref.account() != null || isAccountRead)) {
      ask(ref.region());
    }
    return ref.account() == null && own != null ? item.withAccount(own) : item;
  }

  private void ask(String region) throws EcsException {
    if (failure != null) {
      throw failure;
    }
    try {
      own = accounts.own(context, region);
    } catch (EcsException e) {
      // the next item may name a region that is known
      failure = e.kind() == ErrorCode.Kind.NOT_JOINABLE ? null : e;
      throw e;
    }
  }
}
