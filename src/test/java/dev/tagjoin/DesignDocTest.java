package dev.tagjoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the page about the design says of packages and files against the tree. */
class DesignDocTest {
  private static final Path PAGE = Path.of("docs", "design.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|");

  /** {@code ErrorCode} or {@code cli/Arguments}; a name of the vendor's has another form. */
  private static final Pattern TYPE =
      Pattern.compile("`(?:[a-z]+/)?((?:[A-Z][a-z]+){2,}|Main|Route|Command|Startup)`");

  /** Calls of the vendor's API, which the page names too. */
  private static final Set<String> FOREIGN = Set.of("JoinResourceGroup");

  private static Set<String> all(Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    String page = Files.readString(PAGE);
    Matcher matcher = pattern.matcher(page.substring(0, page.indexOf("## Decisions")));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void namesOnlyTypesThatExist() throws IOException {
    Set<String> types;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      types =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .collect(Collectors.toSet());
    }

    Set<String> missing = all(TYPE);
    missing.removeAll(types);
    missing.removeAll(FOREIGN);

    assertEquals(Set.of(), missing);
  }

  @Test
  void describesEveryPackage() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path root :
        new Path[] {Path.of("src/main/java/dev/tagjoin"), Path.of("src/dev/java/dev/tagjoin")}) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .forEach(
                f -> packages.add(root.relativize(f.getParent()).toString().replace('/', '.')));
      }
    }

    assertEquals(packages, all(ROW));
  }
}
