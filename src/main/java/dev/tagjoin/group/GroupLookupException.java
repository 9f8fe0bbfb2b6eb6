package dev.tagjoin.group;

import dev.tagjoin.ecs.EcsException;

/**
 * Says that the groups of an account could not be read while a rule book decided. Unchecked,
 * because the rules know nothing of calls; whoever asks for a decision turns it into an outcome.
 */
public final class GroupLookupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient EcsException failure;

  GroupLookupException(EcsException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  /** Why; the message says what to do. */
  public EcsException failure() {
    return failure;
  }
}
