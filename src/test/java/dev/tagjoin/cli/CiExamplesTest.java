package dev.tagjoin.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflows of {@code examples/ci} call commands as they are. */
class CiExamplesTest {
  /** A call at the beginning of a step, up to what the shell does with it. */
  private static final Pattern CALL =
      Pattern.compile("^ *(?:- |- run: |run: )tagjoin ([a-z]+) ([^>|\n]*)", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"github.yml", "gitlab.yml"})
  void callsHaveTheFormOfTheirCommand(String file) throws IOException {
    Set<String> called = new TreeSet<>();
    Matcher call = CALL.matcher(Files.readString(Path.of("examples/ci", file)));
    while (call.find()) {
      called.add(call.group(1));
      Command command = Commands.find(call.group(1)).orElseThrow();
      List<String> arguments = List.of(call.group(2).strip().split(" ", -1));
      assertDoesNotThrow(() -> Arguments.parse(command, arguments), call.group());
    }

    assertEquals(Set.of("apply", "check", "plan", "test"), called);
  }
}
