/**
 * Which resource groups each account has: names to ids, read from Resource Manager when a decision
 * first depends on it, and kept for some minutes. Knows the listing of {@code ecs} and implements
 * what the rules ask of an account; knows nothing of resources or of the rule book. Start reading
 * at {@link dev.tagjoin.group.GroupDirectory}.
 */
package dev.tagjoin.group;
