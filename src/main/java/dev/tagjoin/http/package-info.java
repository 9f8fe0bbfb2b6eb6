/**
 * The HTTP side: resource classes, one for each path; who may call; bodies and queries within
 * limits; and the log of requests. Knows JAX-RS and Vert.x, and hands plain bytes and values on to
 * {@code event}, {@code reconcile}, {@code sweep} and {@code doctor}. Start reading at {@link
 * dev.tagjoin.http.AuthenticationFilter}, then {@link dev.tagjoin.http.EventsResource}.
 */
package dev.tagjoin.http;
