package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/settings.md, and the README's part of it, against {@link TagjoinConfig}. */
class SettingsDocTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`TAGJOIN_[^|]+`) \\|");
  private static final Pattern NAME = Pattern.compile("TAGJOIN_[A-Z_]+");

  /** The variables that have a row in a table. */
  private static Set<String> rows(String file) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(Path.of(file)));
    while (row.find()) {
      Matcher name = NAME.matcher(row.group(1));
      while (name.find()) {
        assertTrue(names.add(name.group()), name.group() + " has two rows in " + file);
      }
    }
    return names;
  }

  @Test
  void documentsEverySetting() throws IOException {
    Set<String> known = new TreeSet<>();
    SettingNames.KNOWN.forEach(name -> known.add(SettingNames.variable(name)));
    // set by the build
    known.remove("TAGJOIN_PLATFORM");

    assertEquals(known, rows("docs/settings.md"), "docs/settings.md has a row for each setting");
  }

  @Test
  void readmeNamesNoOtherSettings() throws IOException {
    Set<String> readme = rows("README.md");

    assertTrue(readme.size() >= 5 && readme.size() <= 10, readme::toString);
    readme.removeAll(rows("docs/settings.md"));
    assertEquals(Set.of(), readme);
  }
}
