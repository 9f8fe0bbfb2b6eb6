/**
 * Outgoing HTTP connections: which proxy they go through. Everything that opens a connection (calls
 * of ECS and its sister services, the doctor's probe, downloads of certificates) does it with
 * {@link dev.tagjoin.net.ProxySettings}, where reading starts. It knows no other package.
 */
package dev.tagjoin.net;
