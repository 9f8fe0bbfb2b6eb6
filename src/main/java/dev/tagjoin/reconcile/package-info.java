/**
 * Moves resources into the group that the rule book asks for: reads each one, decides, joins on a
 * difference, reads it again, and reports exactly one outcome. Events, sweeps and dry runs all come
 * here; nothing that an event claims reaches a decision. Knows ECS, rules and resources, and
 * nothing of HTTP or of events. Start at {@link dev.tagjoin.reconcile.Reconciler}; {@link
 * dev.tagjoin.reconcile.Settlement} is the loop of move and check, {@link
 * dev.tagjoin.reconcile.Mover} what is done to one resource.
 */
package dev.tagjoin.reconcile;
