package dev.tagjoin.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the tables of codes in docs/operate.md against what the doctor says. */
class AdviceTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A code of the tables and what its row says to do. */
  record Row(String code, String advice) {}

  static Stream<Row> rows() throws IOException {
    String text = Files.readString(Path.of("docs/operate.md"));
    List<Row> rows = new ArrayList<>();
    String tables = text.substring(text.indexOf("### Codes of"), text.indexOf("## The doctor"));
    for (String line : tables.lines().filter(l -> l.startsWith("| `")).toList()) {
      String[] cells = line.split(" \\| ", -1);
      Matcher code = CODE.matcher(cells[0]);
      // a row with further words is about a special case of a code that has a row of its own
      while (cells[0].matches("\\| `[^`]+`(, `[^`]+`)*") && code.find()) {
        // HTTP 5.. and Throttling... are families
        String one = code.group(1).replace("5..", "503").replace("...", ".User");
        rows.add(new Row(one, cells[2].replaceAll("\\s*\\|$", "")));
      }
    }
    assertTrue(rows.size() > 20, rows::toString);
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void documentsAdviceOfDoctor(Row row) {
    String advice = Advice.about(row.code(), "the action", null);

    String documented = row.advice().substring(0, 1).toLowerCase(Locale.ROOT);
    documented += row.advice().substring(1, Math.min(row.advice().length(), advice.length()));
    assertEquals(advice, documented);
  }
}
