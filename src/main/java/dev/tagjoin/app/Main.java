package dev.tagjoin.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the function, or, when the first argument is a command, runs that and ends. */
@QuarkusMain
public final class Main {
  Main() {}

  /**
   * Starts what the arguments ask for.
   *
   * @param args none for the function, else a command and its arguments
   */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String... args) {
    if (args.length > 0 && Commands.isCommand(args[0])) {
      System.exit(Commands.run(args, System.out, System.err));
    }
    Quarkus.run(args);
  }
}
