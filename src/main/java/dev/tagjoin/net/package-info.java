/**
 * HTTP connections: which proxy outgoing ones go through, and how much is read of what others send.
 * Everything that opens a connection (calls of ECS and its sister services, the doctor's probe,
 * downloads of certificates) does it with {@link dev.tagjoin.net.ProxySettings}, where reading
 * starts. It knows no other package.
 */
package dev.tagjoin.net;
