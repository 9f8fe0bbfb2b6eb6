package dev.tagjoin.app;

import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.rule.book.TableFiles;
import dev.tagjoin.text.InputFile;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Finds and reads the rule book; without a valid one the application does not start. */
final class RuleBookLoader {
  private static final Logger LOG = Logger.getLogger("dev.tagjoin");

  /** How many warnings are logged at a start. A book with many groups can have thousands. */
  static final int LOGGED = 20;

  private RuleBookLoader() {}

  /**
   * @param text the book itself, or {@code null}
   * @param file the file that holds it, or {@code null} to look in the usual places
   * @throws ConfigurationException when there is none, or it has faults; the message lists all
   */
  static RuleBook load(String text, String file) {
    try {
      RuleBook book = text != null ? text(text) : read(path(file));
      List<Diagnostic> warnings = book.warnings();
      for (int i = 0; i < Math.min(LOGGED, warnings.size()); i++) {
        LOG.warn(warnings.get(i));
      }
      if (warnings.size() > LOGGED) {
        // put together, because a format would have the numbers of all languages made
        LOG.warn(
            warnings.size()
                - LOGGED
                + " more warnings about the rule book; the command check prints all of them");
      }
      return book;
    } catch (RuleBookException e) {
      throw new ConfigurationException(
          "The rule book has errors:\n"
              + e.errors().stream().map(f -> "  " + f).collect(Collectors.joining("\n")));
    }
  }

  private static RuleBook text(String text) throws RuleBookException {
    String source = "TAGJOIN_RULES";
    return RuleBookParser.parse(source, text, TableFiles.none(source), RuleBookLoader::today);
  }

  private static RuleBook read(Path path) throws RuleBookException {
    try {
      return RuleBookParser.parse(
          path.toString(),
          InputFile.read(path),
          name -> InputFile.readBeside(path, name),
          RuleBookLoader::today);
    } catch (IOException e) {
      throw new ConfigurationException("The rule book cannot be read: " + e.getMessage());
    }
  }

  /** The day by which rules end; in all regions it is that of UTC. */
  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static Path path(String file) {
    if (file != null) {
      if (!Files.isRegularFile(Path.of(file))) {
        throw new ConfigurationException(
            "There is no rule book: TAGJOIN_RULES_FILE names "
                + Path.of(file).toAbsolutePath()
                + ", which is not a file");
      }
      return Path.of(file);
    }
    Set<Path> places = new LinkedHashSet<>();
    places.add(Path.of("rules.yaml").toAbsolutePath());
    Path executable = executable();
    if (executable != null) {
      places.add(executable.resolveSibling("rules.yaml"));
    }
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        return place;
      }
    }
    throw new ConfigurationException(
        "There is no rule book. Put it at one of "
            + places.stream().map(Path::toString).collect(Collectors.joining(", "))
            + ", or set TAGJOIN_RULES_FILE to its file or TAGJOIN_RULES to its text");
  }

  private static Path executable() {
    try {
      return Path.of("/proc/self/exe").toRealPath();
    } catch (IOException e) {
      return ProcessHandle.current().info().command().map(Path::of).orElse(null);
    }
  }
}
