package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagjoin.Executable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the packaged function starts, and how it refuses to. */
class StartIT {
  /**
   * A trace through this function; the Lambda extension prints one of its own for a failed start.
   */
  private static final Pattern TRACE = Pattern.compile("(?m)^\\s+at dev\\.tagjoin[\\w.$/]+\\(");

  @Test
  void everyFaultOfTheRuleBookIsListedWithItsPlace() {
    String rules =
        """
        version: 1
        groups:
          prod: rg-acfmxazb4ph6aiy
        rules:
          - name: one
            when: {tag.env: prod}
            join: nowhere
          - name: two
            wen: {tag.env: dev}
            join: prod
        """;
    try (Executable function = Executable.bare().withFile("rules.yaml", rules).started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains("rules.yaml:7:11: "), said);
      assertTrue(said.contains("nowhere"), said);
      assertTrue(said.contains("rules.yaml:9:5: "), said);
      assertTrue(said.contains("wen"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void theRuleBookMayBeInTheEnvironment() {
    String rules = "version: 1\nrules:\n  - name: x\n    leave: 7\n";
    try (Executable function = Executable.bare().with("TAGJOIN_RULES", rules).started()) {
      assertNotEquals(0, function.exitCode());
      assertTrue(function.output().contains("TAGJOIN_RULES:4:12: "), function.output());
    }
  }

  @Test
  void withoutARuleBookItSaysWhereItLooked() {
    try (Executable function = Executable.bare().started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains("There is no rule book"), said);
      assertTrue(said.contains("/rules.yaml"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void anUnknownSettingStopsTheStartAndNamesTheNearest() {
    try (Executable function = Executable.usual().with("TAGJOIN_DRYRUN", "true").started()) {
      assertNotEquals(0, function.exitCode());
      String said = function.output();
      assertTrue(said.contains("TAGJOIN_DRYRUN; did you mean TAGJOIN_DRY_RUN?"), said);
      assertFalse(TRACE.matcher(said).find(), said);
    }
  }

  @Test
  void aValueThatIsNoneStopsTheStart() {
    for (Map.Entry<String, String> bad :
        Map.of(
                "TAGJOIN_PARALLEL", "0",
                "TAGJOIN_AUTH", "open",
                "TAGJOIN_DEADLINE", "soon",
                "TAGJOIN_DRY_RUN", "perhaps",
                "TAGJOIN_ACCOUNTS", "me",
                "TAGJOIN_ECS_ENDPOINT", "ftp://example.com")
            .entrySet()) {
      try (Executable function = Executable.usual().with(bad.getKey(), bad.getValue()).started()) {
        assertNotEquals(0, function.exitCode(), bad.getKey());
        String said = function.output();
        assertTrue(said.contains(bad.getKey()), said);
        assertFalse(TRACE.matcher(said).find(), said);
      }
    }
  }

  @Test
  void byDefaultNobodyIsLetIn() {
    try (Executable function =
        Executable.bare()
            .withFile("rules.yaml", "version: 1\nrules: []\notherwise: leave\n")
            .ready()) {
      assertEquals(401, function.send("{\"resources\":[]}").status());
      assertEquals(200, function.call("GET", "/q/health/ready", Map.of(), null).status());
      assertTrue(function.output().contains("TAGJOIN_AUTH is not set"), function.output());
    }
  }

  @Test
  void theTokenLetsIn() {
    try (Executable function =
        Executable.usual()
            .with("TAGJOIN_AUTH", "token")
            .with("TAGJOIN_TOKEN", "sesame-7f3c")
            .with("TAGJOIN_DRY_RUN", "true")
            .ready()) {
      assertEquals(401, function.send("[]").status());
      Map<String, String> wrong = Map.of("authorization", "Bearer sesame");
      assertEquals(401, function.call("POST", "/events", wrong, "{}").status());
      Map<String, String> right = Map.of("authorization", "Bearer sesame-7f3c");
      assertEquals(400, function.call("POST", "/events", right, "{}").status());
      assertFalse(function.output().contains("sesame"), function.output());
    }
  }

  @Test
  void aSettingOfQuarkusIsStillRead() {
    try (Executable function =
        Executable.usual().with("QUARKUS_LOG_CONSOLE_FORMAT", "marked %s%n").ready()) {
      function.send("{}");
      assertTrue(function.output().contains("marked "), function.output());
    }
    try (Executable function =
        Executable.usual().withFile(".env", "QUARKUS_LOG_CONSOLE_FORMAT=marked %s%n\n").ready()) {
      function.send("{}");
      assertTrue(function.output().contains("marked "), function.output());
    }
  }

  /**
   * Reading them is most of a start, and nothing else would show that they are read for nothing.
   */
  @Test
  void settingsOfQuarkusAreReadOnlyWhenSomethingSetsOne() {
    try (Executable function = Executable.usual().ready()) {
      String said = function.output();
      assertFalse(said.contains("Settings of Quarkus are read"), said);
    }
    try (Executable function =
        Executable.usual().with("QUARKUS_LOG_CONSOLE_FORMAT", "<%s>%n").ready()) {
      String said = function.output();
      assertEquals(
          Executable.isNative(),
          said.contains("<Settings of Quarkus are read at this start"),
          said);
    }
  }

  /** Its absence would only cost time: a start by itself touches about 60 % of the code. */
  @Test
  void mostOfTheCodeIsMappedAtOnce() throws IOException {
    assumeTrue(Executable.isNative(), "a JVM maps its own code");
    try (Executable function = Executable.usual().ready()) {
      long size = kilobytes(function, "Size", " r-xp .*-runner");
      long mapped = kilobytes(function, "Rss", " r-xp .*-runner");
      assertTrue(size > 0, "the executable's code is not among what is mapped");
      assertTrue(mapped >= size * 7 / 10, mapped + " of " + size + " KB");
    }
  }

  /** Their absence would only cost time. Nothing else in the process asks for huge pages. */
  @Test
  void storedObjectsThatChangeAreInHugePages() throws IOException {
    assumeHugePages();
    long huge = hugePages(Executable.usual());
    assertTrue(huge >= 4096, huge + " KB");
  }

  @Test
  void aLargeRuleBookIsReadIntoHugePages() throws IOException {
    assumeHugePages();
    long usual = hugePages(Executable.usual());
    long huge = hugePages(withLargeRuleBook());
    // there are two to four more, or none; where the heap begins decides about that
    assertTrue(huge >= usual + 2048, huge + " KB, and " + usual + " with a small book");
  }

  /** A collection would cost as much as a third of the reading. */
  @Test
  void aLargeRuleBookIsReadWithoutACollection() {
    assumeTrue(Executable.isNative(), "a JVM has room for it anyway");
    try (Executable function = withLargeRuleBook().withArguments("-XX:+PrintGC").ready()) {
      assertFalse(function.output().contains("GC("), function.output());
    }
  }

  private static Executable.Builder withLargeRuleBook() {
    StringBuilder book = new StringBuilder("version: 1\ngroups:\n");
    for (int i = 0; i < 10_000; i++) {
      book.append("  team-%05d: rg-acfmx%08d\n".formatted(i, i));
    }
    book.append("rules:\n");
    for (int i = 0; i < 1_000; i++) {
      book.append("  - {when: {tag.k%d: [v, w]}, join: team-%05d}\n".formatted(i, i));
    }
    return Executable.usual()
        .with("TAGJOIN_RULES_FILE", "rules.yaml")
        .withFile("rules.yaml", book.toString());
  }

  private static void assumeHugePages() throws IOException {
    assumeTrue(Executable.isNative(), "a JVM has no stored objects");
    Path enabled = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    assumeTrue(
        Files.exists(enabled) && !Files.readString(enabled).contains("[never]"),
        "there are no huge pages here");
  }

  /** In KB. */
  private static long hugePages(Executable.Builder start) throws IOException {
    try (Executable function = start.ready()) {
      return kilobytes(function, "AnonHugePages", " rw-p .*");
    }
  }

  /** A sum over the mappings of a process whose first lines match. */
  private static long kilobytes(Executable function, String what, String mapping)
      throws IOException {
    long sum = 0;
    boolean counts = false;
    for (String line :
        Files.readAllLines(Path.of("/proc/" + function.process().pid() + "/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        counts = line.matches("\\S+" + mapping);
      } else if (counts && line.startsWith(what + ":")) {
        sum += Long.parseLong(line.replaceAll("\\D+", ""));
      }
    }
    return sum;
  }
}
