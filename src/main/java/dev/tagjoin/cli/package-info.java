/**
 * The command line: one class for each command, one table of them, one reader of arguments.
 *
 * <p>{@link dev.tagjoin.cli.Commands} finds the command and turns every error into a message and an
 * exit status. What a command needs of the application it gets through {@link
 * dev.tagjoin.cli.Services}, so that this package knows neither the settings nor the wiring. It may
 * know {@code report}, {@code sweep}, {@code doctor}, {@code reconcile}, {@code rule}, {@code
 * resource} and {@code text}. Start with {@code Commands}, then read {@code CheckCommand}.
 */
package dev.tagjoin.cli;
