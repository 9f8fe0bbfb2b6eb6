/**
 * When a call to a service is made, and how often: retries with back-off, how many calls run at
 * once, how many start per second. It knows the classified errors of {@link dev.tagjoin.ecs} and
 * the request's deadline, and nothing of what is called. Start reading at {@link
 * dev.tagjoin.ecs.limit.AccountLimits}.
 */
package dev.tagjoin.ecs.limit;
