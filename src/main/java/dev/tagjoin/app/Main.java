package dev.tagjoin.app;

import dev.tagjoin.cli.Commands;
import dev.tagjoin.cli.Terminal;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the function or, when there are arguments, runs the command that they name. */
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
    if (args.length > 0) {
      System.exit(Commands.run(args, Terminal.system(), new CommandServices(System.getenv())));
    }
    prepare();
    Quarkus.run(args);
  }

  /** What libraries look up at each start although nothing here depends on the answer. */
  private static void prepare() {
    // the first log record asks for it, with a query to the name service when no file knows it
    System.setProperty("jboss.qualified.host.name", "localhost");
    // one event loop needs one pool of buffers, not four times two, and it alone takes from it:
    // without the queues that each thread would have for each size
    System.setProperty("io.netty.allocator.numDirectArenas", "1");
    System.setProperty("io.netty.allocator.numHeapArenas", "1");
    System.setProperty("io.netty.allocator.smallCacheSize", "0");
    System.setProperty("io.netty.allocator.normalCacheSize", "0");
    // what a pool takes at once is eight of them, cleared
    System.setProperty("io.netty.allocator.pageSize", "4096");
  }
}
