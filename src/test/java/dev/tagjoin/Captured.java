package dev.tagjoin;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is printed and logged meanwhile. */
public final class Captured {
  private Captured() {}

  /** The lines on standard output, without empty ones. */
  public static List<String> printed(Runnable meanwhile) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.US_ASCII));
    try {
      meanwhile.run();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.US_ASCII).lines().filter(s -> !s.isEmpty()).toList();
  }

  /** The messages of the application's log. */
  public static List<String> logged(Runnable meanwhile) {
    List<String> messages = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            messages.add(
                line.getParameters() == null
                    ? line.getMessage()
                    : String.format(line.getMessage(), line.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.tagjoin");
    logger.addHandler(handler);
    try {
      meanwhile.run();
    } finally {
      logger.removeHandler(handler);
    }
    return messages;
  }
}
