package dev.tagjoin.cli;

import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.rule.book.TableFiles;
import dev.tagjoin.text.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Reads the files that commands are given. */
final class RuleFiles {
  private static final String STANDARD_INPUT = "-";

  private RuleFiles() {}

  /** The text of a file, or of standard input for {@code -}. */
  static String text(String file, Terminal terminal) throws CommandException {
    try {
      return file.equals(STANDARD_INPUT)
          ? InputFile.read(terminal.in(), name(file))
          : InputFile.read(Path.of(file));
    } catch (IOException e) {
      throw new CommandException(e.getMessage(), e);
    }
  }

  /** What a file is called in messages. */
  static String name(String file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file;
  }

  /** Reads a rule book, as it decides today. */
  static RuleBook parse(String file, Terminal terminal) throws CommandException, RuleBookException {
    String source = name(file);
    return RuleBookParser.parse(
            source,
            text(file, terminal),
            file.equals(STANDARD_INPUT)
                ? TableFiles.none(source)
                : name -> InputFile.readBeside(Path.of(file), name),
            RuleFiles::today)
        .on(RuleFiles::today);
  }

  /** The day by which rules end. */
  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /** Reads a rule book that has to be valid. */
  static RuleBook valid(String file, Terminal terminal) throws CommandException {
    try {
      return parse(file, terminal);
    } catch (RuleBookException e) {
      throw new CommandException(e);
    }
  }

  /** Reads a rule book that has to be valid, and prints its warnings to standard error. */
  static RuleBook book(String file, Terminal terminal) throws CommandException {
    RuleBook book = valid(file, terminal);
    book.warnings().forEach(warning -> terminal.note(warning(warning)));
    return book;
  }

  /** A warning in the form that editors and terminals turn into a link. */
  static String warning(Diagnostic warning) {
    return "%s:%s:%s: warning: %s"
        .formatted(warning.source(), warning.line(), warning.column(), warning.message());
  }
}
