/**
 * The credentials that a call is signed with: the function's own, and those of the roles that it
 * assumes in other accounts. It asks STS through {@link dev.tagjoin.ecs.auth.StsCalls} and knows
 * nothing of ECS. Start reading at {@link dev.tagjoin.ecs.auth.CredentialsResolver}.
 */
package dev.tagjoin.ecs.auth;
