/**
 * What is different in the native executable: Quarkus' configuration is stored in it at build time,
 * and parts of the vendor's SDK that nothing uses are cut out. Every class says what it buys. The
 * package may use the API of the image builder, Quarkus' configuration and the SDK, and none of the
 * function's own packages. Start reading at {@link dev.tagjoin.nativeimage.RuntimeConfig}.
 */
package dev.tagjoin.nativeimage;
