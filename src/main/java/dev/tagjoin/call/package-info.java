/** What a request brings along: identity, credentials and time. Known to every other package. */
package dev.tagjoin.call;
