package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RuleBookLoaderTest {
  @Test
  void logsFewWarningsOneByOne() {
    assertEquals(
        List.of(
            "TAGJOIN_RULES:3:3: group \"g0\" is used by no rule",
            "TAGJOIN_RULES:4:3: group \"g1\" is used by no rule"),
        loggedWith(2));
  }

  @Test
  void logsFirstOfManyWarningsAndCountsRest() {
    List<String> logged = loggedWith(500);
    assertEquals(RuleBookLoader.LOGGED + 1, logged.size());
    assertEquals(
        "480 more warnings about the rule book; the command check prints all of them",
        logged.get(RuleBookLoader.LOGGED));
  }

  /** What is logged about a book with so many groups that no rule uses. */
  private static List<String> loggedWith(int groups) {
    StringBuilder book = new StringBuilder("version: 1\ngroups:\n");
    for (int i = 0; i < groups; i++) {
      book.append("  g" + i + ": rg-acfm" + i + "\n");
    }
    book.append("rules: [{when: {name: x}, leave: true}]\n");
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
      RuleBookLoader.load(book.toString(), null);
    } finally {
      logger.removeHandler(handler);
    }
    return messages;
  }
}
