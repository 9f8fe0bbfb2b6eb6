/**
 * Starts the application: reads the settings, loads the rule book, and builds the parts of the
 * function and the services of the commands. May know every other package. Start reading at {@link
 * dev.tagjoin.app.Main}.
 */
package dev.tagjoin.app;
