package dev.tagjoin.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The streams of a command, and which of them a person sits at.
 *
 * @param in where {@code -} and answers are read
 * @param out takes what was asked for
 * @param err takes errors, warnings and progress
 * @param canAsk whether a person can answer a question
 * @param showsProgress whether a person watches {@code err}
 * @param isColored whether {@code out} is to be coloured
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean canAsk,
    boolean showsProgress,
    boolean isColored) {

  /** The colours of the eight that every terminal has. */
  enum Color {
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Color(int code) {
      this.code = code;
    }
  }

  /** The streams of this process. */
  public static Terminal system() {
    String noColor = System.getenv("NO_COLOR");
    boolean isDumb = System.getenv("TERM") == null || "dumb".equals(System.getenv("TERM"));
    return new Terminal(
        System.in,
        System.out,
        System.err,
        isTerminal(0) && isTerminal(2),
        isTerminal(2) && !isDumb,
        isTerminal(1) && !isDumb && (noColor == null || noColor.isEmpty()));
  }

  /**
   * Whether a descriptor of this process is a terminal. {@code System.console()} cannot tell: from
   * Java 22 on it may exist without one, and it does not look at standard error.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      // no /proc, as on macOS; or a pipe
      return !Path.of("/proc/self").toFile().exists() && System.console() != null;
    }
  }

  /** Prints a line of the result. */
  void print(Object line) {
    out.println(line);
  }

  /** Prints a line about the result: an error, a warning, a hint. */
  void note(Object line) {
    err.println(line);
  }

  /** The text, coloured when standard output is. */
  String colored(Color color, String text) {
    return isColored ? "\u001b[" + color.code + "m" + text + "\u001b[0m" : text;
  }

  /**
   * Whether a command that is about to move resources has to ask first.
   *
   * @param check what can be looked at without moving anything
   * @throws CommandException when it has to and nobody can answer
   */
  boolean mustAsk(boolean isDry, Arguments arguments, String command, String check)
      throws CommandException {
    boolean asks = !isDry && !arguments.has(SweepOptions.YES.name());
    if (asks && !canAsk) {
      throw new CommandException(
          command
              + " asks before it moves anything, and there is no terminal to ask on: check "
              + check
              + ", then use --yes");
    }
    return asks;
  }

  /** Asks whether to move; anything but {@code y} or {@code yes} is no. */
  boolean confirms(String question) throws CommandException {
    err.print(question + " [y/N] ");
    err.flush();
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
    String answer;
    try {
      answer = reader.readLine();
    } catch (IOException e) {
      throw new CommandException("the answer cannot be read: " + e.getMessage(), e);
    }
    boolean isConfirmed =
        answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    if (!isConfirmed) {
      note("Nothing was moved.");
    }
    return isConfirmed;
  }
}
