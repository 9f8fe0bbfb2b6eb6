package dev.tagjoin.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every sample and every example gives exactly the findings that {@code events.expected} lists for
 * it: the file's name on a line of its own, then its findings, indented.
 */
class EventSamplesTest {
  private static final Path TABLE = Path.of("src/test/resources/events.expected");
  private static final List<Path> FOLDERS =
      List.of(Path.of("src/test/resources/events"), Path.of("examples/events"));

  @TestFactory
  Stream<DynamicTest> samples() throws IOException {
    return table().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertEquals(
                            String.join("\n", entry.getValue()),
                            String.join(
                                "\n",
                                Lines.read(
                                    Files.readString(Path.of(entry.getKey())),
                                    new EventContext(Map.of(), null, null, null))))));
  }

  @Test
  void listsEveryFile() throws IOException {
    TreeSet<String> files = new TreeSet<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries.forEach(file -> files.add(file.toString()));
      }
    }
    assertEquals(files, new TreeSet<>(table().keySet()));
  }

  private static Map<String, List<String>> table() throws IOException {
    Map<String, List<String>> table = new LinkedHashMap<>();
    List<String> lines = null;
    for (String line : Files.readAllLines(TABLE)) {
      if (line.startsWith("  ")) {
        lines.add(line.strip());
      } else if (!line.isBlank()) {
        lines = new ArrayList<>();
        table.put(line, lines);
      }
    }
    return table;
  }
}
