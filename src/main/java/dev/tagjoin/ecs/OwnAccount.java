package dev.tagjoin.ecs;

import dev.tagjoin.resource.RequestContext;

/** Finds out which account a request's credentials belong to. Safe for use by several threads. */
@FunctionalInterface
public interface OwnAccount {
  /**
   * Asks for the id of the account. The result is not cached.
   *
   * @throws EcsException when the credentials are rejected or STS cannot be reached
   */
  String ask(RequestContext context, String region) throws EcsException;
}
