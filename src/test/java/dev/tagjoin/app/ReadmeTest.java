package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the README short, its links alive, and its Chinese version in step. */
class ReadmeTest {
  private static final Path ENGLISH = Path.of("README.md");
  private static final Path CHINESE = Path.of("README.zh-CN.md");
  private static final Pattern BLOCK = Pattern.compile("```[a-z]*\n.*?```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
  private static final Pattern NAME = Pattern.compile("^\\| (`[^|]+?)( \\||（| \\()");

  @Test
  void readmeHasAtMost120Lines() throws IOException {
    assertTrue(Files.readAllLines(ENGLISH).size() <= 120);
  }

  @Test
  void everyLinkOfTheReadmesResolves() throws IOException {
    for (Path readme : List.of(ENGLISH, CHINESE)) {
      for (String link : links(readme)) {
        assertTrue(Files.exists(Path.of(link)), readme + " links to " + link);
      }
    }
  }

  @Test
  void chineseReadmeHasTheSameCodeBlocks() throws IOException {
    assertEquals(all(BLOCK, ENGLISH, 0), all(BLOCK, CHINESE, 0));
  }

  @Test
  void chineseReadmeHasTheSameStructure() throws IOException {
    assertEquals(shape(ENGLISH), shape(CHINESE));
    List<String> english = links(ENGLISH);
    List<String> chinese = links(CHINESE);
    english.remove(CHINESE.toString());
    chinese.remove(ENGLISH.toString());
    assertEquals(english, chinese);
  }

  /** The kinds of the lines outside code: headings, rows of tables with their names, items. */
  private static List<String> shape(Path file) throws IOException {
    List<String> shape = new ArrayList<>();
    for (String line : BLOCK.matcher(Files.readString(file)).replaceAll("").split("\n")) {
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
