/**
 * Leaders and followers: where a resource belongs when the rule book says that it follows another
 * one, and what has to be handled after a leader. Knows the rule book, the ECS calls that list and
 * read, and the reading and outcome types of the package above. Start at {@link
 * dev.tagjoin.reconcile.follow.PlacementResolver}; {@link dev.tagjoin.reconcile.follow.FollowChain}
 * looks up the chain towards the leader, {@link dev.tagjoin.reconcile.follow.Followers} down from
 * it.
 */
package dev.tagjoin.reconcile.follow;
