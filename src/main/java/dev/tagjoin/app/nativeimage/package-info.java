/** What differs in the native executable only, so that it starts sooner. */
package dev.tagjoin.app.nativeimage;
