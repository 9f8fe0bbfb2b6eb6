/**
 * Checks that a request came from EventBridge: its headers, the certificate they name, and the
 * signature over the body. Knows no HTTP server. Start reading at {@link
 * dev.tagjoin.http.eventbridge.EventBridgeSignature}.
 */
package dev.tagjoin.http.eventbridge;
