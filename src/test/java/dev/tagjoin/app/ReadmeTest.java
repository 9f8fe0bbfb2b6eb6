package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the README short, and the Chinese pages in step with the English ones. */
class ReadmeTest {
  private static final Path ENGLISH = Path.of("README.md");
  private static final Pattern BLOCK = Pattern.compile("```[a-z]*\n.*?```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
  private static final Pattern NAME = Pattern.compile("^\\| (`[^|]+?)( \\||（| \\()");

  @Test
  void readmeHasAtMost120Lines() throws IOException {
    assertTrue(Files.readAllLines(ENGLISH).size() <= 120);
  }

  static List<Path> pages() {
    return List.of(ENGLISH, Path.of("docs", "deploy.md"));
  }

  private static Path chinese(Path page) {
    return page.resolveSibling(page.getFileName().toString().replace(".md", ".zh-CN.md"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void resolvesEveryLink(Path page) throws IOException {
    for (Path file : List.of(page, chinese(page))) {
      assertFalse(links(file).isEmpty());
      for (String link : links(file)) {
        assertTrue(Files.exists(file.resolveSibling(link)), file + " links to " + link);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void chinesePageHasTheSameCodeBlocks(Path page) throws IOException {
    assertEquals(all(BLOCK, page, 0), all(BLOCK, chinese(page), 0));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void chinesePageHasTheSameStructure(Path page) throws IOException {
    Path chinese = chinese(page);
    assertEquals(shape(page), shape(chinese));
    List<String> links = links(page);
    List<String> translated = links(chinese);
    assertTrue(links.remove(chinese.getFileName().toString()), "a link to the Chinese page");
    assertTrue(translated.remove(page.getFileName().toString()), "a link to the English page");
    assertEquals(links, translated);
  }

  /** The kinds of the lines outside code: headings, rows of tables with their names, items. */
  private static List<String> shape(Path file) throws IOException {
    List<String> shape = new ArrayList<>();
    for (String line : BLOCK.matcher(Files.readString(file)).replaceAll("").lines().toList()) {
      Matcher name = NAME.matcher(line);
      if (line.startsWith("#")) {
        shape.add(line.substring(0, line.indexOf(' ')));
      } else if (name.find()) {
        shape.add(name.group(1).replace("、", ", "));
      } else if (line.startsWith("|")) {
        shape.add("row");
      } else if (line.matches("(\\d\\.|[*-]) .*")) {
        shape.add("item");
      }
    }
    return shape;
  }

  private static List<String> links(Path file) throws IOException {
    List<String> links = all(LINK, file, 1);
    links.removeIf(link -> link.startsWith("http"));
    // words have another order in another language
    links.sort(null);
    return links;
  }

  private static List<String> all(Pattern pattern, Path file, int group) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
    return found;
  }
}
