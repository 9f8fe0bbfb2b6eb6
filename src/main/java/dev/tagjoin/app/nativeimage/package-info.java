/** What differs in the native executable only: how it comes by its configuration. */
package dev.tagjoin.app.nativeimage;
