/**
 * The embedded ECS that dev mode and the tests talk to, and the page of dev mode. It may know the
 * function's {@code ecs}, {@code http}, {@code resource} and {@code rule}; nothing that ships knows
 * it, and no package contains it. The embedded ECS starts at {@link dev.tagjoin.dev.EmbeddedEcs},
 * dev mode at {@link dev.tagjoin.dev.DevMode}.
 */
package dev.tagjoin.dev;
