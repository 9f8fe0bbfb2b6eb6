/** What a resource is: its kind, its name in the world, its present state. */
package dev.tagjoin.resource;
