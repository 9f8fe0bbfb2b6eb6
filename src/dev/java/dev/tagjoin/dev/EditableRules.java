package dev.tagjoin.dev;

import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.rule.book.TableFiles;
import dev.tagjoin.text.InputFile;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The rule book of dev mode, which can be exchanged while the function runs. Its file is read again
 * when it changes, and written when somebody asks for it, unless it is the example. Thread-safe.
 */
@Singleton
@IfBuildProfile("dev")
final class EditableRules implements CurrentRules {
  /** Names the text in faults. */
  private static final String SOURCE = "rules.yaml";

  private record Held(String text, RuleBook book) {}

  /** What dev mode uses when no other book is named. */
  private static final Path EXAMPLE = Path.of("examples", "names.yaml");

  private final Path file;
  private final Held first;
  private String inFile;
  private final TableFiles files;
  private volatile Held held;

  /**
   * @param book the book that the application started with
   * @param text its text, when the settings hold it
   * @param file its file otherwise
   */
  EditableRules(
      RuleBook book,
      @ConfigProperty(name = "tagjoin.rules") Optional<String> text,
      @ConfigProperty(name = "tagjoin.rules-file") Optional<String> file) {
    first = new Held(text.orElseGet(() -> file.map(EditableRules::read).orElse("")), book);
    files =
        file.<TableFiles>map(path -> name -> InputFile.readBeside(Path.of(path), name))
            .orElse(TableFiles.none(SOURCE));
    held = first;
    this.file = text.isPresent() ? null : file.map(Path::of).orElse(null);
    inFile = first.text();
  }

  /** The file of the user's own book, or {@code null}. */
  Path file() {
    return file == null || file.endsWith(EXAMPLE) ? null : file;
  }

  /**
   * Reads the file again, and makes its text the active book unless it has faults.
   *
   * @return the text and its book, which is {@code null} when there are faults; nothing when the
   *     file has not changed or cannot be read at the moment
   */
  synchronized Optional<Reread> reread() {
    try {
      String now = file == null ? inFile : Files.readString(file);
      if (now.equals(inFile)) {
        return Optional.empty();
      }
      inFile = now;
      return now.equals(text()) ? Optional.empty() : Optional.of(new Reread(now, apply(now)));
    } catch (IOException e) {
      // an editor that replaces the file; the next look finds it
      return Optional.empty();
    }
  }

  /** A text that the file has now. */
  record Reread(String text, Reading reading) {}

  /**
   * Makes a text the active book and writes it to {@link #file()}, unless it has faults.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  synchronized Reading save(String text) {
    Reading reading = apply(text);
    if (reading.book() != null) {
      try {
        Files.writeString(file(), text);
        inFile = text;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return reading;
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the rule book's file, which was there at start", e);
    }
  }

  /**
   * What came of reading a text.
   *
   * @param book the book, or {@code null} when there are faults
   * @param faults what is wrong, in the order of the lines
   * @param warnings what is doubtful; empty when there are faults
   */
  record Reading(RuleBook book, List<Diagnostic> faults, List<Diagnostic> warnings) {}

  @Override
  public RuleBook book() {
    return held.book().on(EditableRules::today);
  }

  /** The book that the application started with. */
  RuleBook firstBook() {
    return first.book();
  }

  /** Makes the book that the application started with the active one. */
  void restore() {
    held = first;
  }

  /** The text of the book that holds, with its comments. */
  String text() {
    return held.text();
  }

  /** Reads a text and changes nothing. */
  Reading check(String text) {
    try {
      RuleBook book = RuleBookParser.parse(SOURCE, text, files, EditableRules::today);
      return new Reading(book, List.of(), book.warnings());
    } catch (RuleBookException e) {
      return new Reading(null, e.errors(), List.of());
    }
  }

  /** Makes a text the book that holds, unless it has faults. */
  Reading apply(String text) {
    Reading reading = check(text);
    if (reading.book() != null) {
      held = new Held(text, reading.book());
    }
    return reading;
  }
}
