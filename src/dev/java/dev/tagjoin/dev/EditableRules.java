package dev.tagjoin.dev;

import dev.tagjoin.rule.CurrentRules;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The rule book of dev mode, which can be exchanged while the function runs. Nothing is written to
 * the book's file. Thread-safe.
 */
@Singleton
@IfBuildProfile("dev")
final class EditableRules implements CurrentRules {
  /** Names the text in faults. */
  private static final String SOURCE = "rules.yaml";

  private record Held(String text, RuleBook book) {}

  private final Held first;
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
    held = first;
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
    return held.book();
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
      RuleBook book = RuleBookParser.parse(SOURCE, text);
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
