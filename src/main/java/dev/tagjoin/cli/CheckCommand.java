package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import java.util.ArrayList;
import java.util.List;

/** {@code tagjoin check RULES...}: errors and warnings of rule books. */
final class CheckCommand extends Command {
  private static final String FORMAT = "--format";
  private static final List<String> FORMATS = List.of("text", "json", "github");

  CheckCommand() {
    super(
        "check",
        List.of("RULES..."),
        "Report errors and warnings of rule books",
        """
        Each error and warning names file, line and column. Warnings do not change the exit status.
        "-" reads standard input. --format=github writes the annotations of GitHub Actions.
        """,
        List.of(new Option(FORMAT, "FORMAT", "text, json or github")),
        List.of("every book is valid", "a book has errors or cannot be read"),
        List.of(
            "tagjoin check rules.yaml",
            "tagjoin check --format=github books/*.yaml    # in a workflow of GitHub Actions",
            "git show main:rules.yaml | tagjoin check -"),
        "{\"valid\": boolean, \"files\": [{\"file\", \"valid\", \"groups\", \"rules\","
            + " \"errors\": [{\"line\", \"column\", \"message\"}], \"warnings\": [...]}]}");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws UsageException {
    String format = arguments.choice(FORMAT, FORMATS, arguments.has("--json") ? "json" : "text");
    List<Checked> files = new ArrayList<>();
    for (String file : arguments.operands()) {
      Checked checked = check(file, terminal);
      files.add(checked);
      if (format.equals("github")) {
        checked.annotate(terminal);
      } else if (format.equals("text")) {
        checked.print(terminal);
      }
    }
    boolean isValid = files.stream().allMatch(Checked::isValid);
    if (format.equals("json")) {
      ObjectNode answer = JsonText.object().put("valid", isValid);
      answer.set("files", JsonText.list(files, (json, file) -> file.describe(json)));
      terminal.print(JsonText.of(answer));
    }
    return isValid ? OK : FAILED;
  }

  private static Checked check(String file, Terminal terminal) {
    String name = RuleFiles.name(file);
    try {
      return new Checked(name, RuleFiles.parse(file, terminal), List.of(), null);
    } catch (RuleBookException e) {
      return new Checked(name, null, e.errors(), null);
    } catch (CommandException e) {
      return new Checked(name, null, List.of(), e.getMessage());
    }
  }

  /** What came of one file: a book, its errors, or why the file cannot be read. */
  private record Checked(String file, RuleBook book, List<Diagnostic> errors, String unreadable) {
    private boolean isValid() {
      return book != null;
    }

    private List<Diagnostic> warnings() {
      return book == null ? List.of() : book.warnings();
    }

    private void print(Terminal terminal) {
      if (unreadable != null) {
        terminal.note(unreadable);
      }
      errors.forEach(terminal::note);
      warnings().forEach(warning -> terminal.note(RuleFiles.warning(warning)));
      if (book != null) {
        String groups = Commands.count(book.groupIndex().size(), "group");
        String rules = Commands.count(book.rules().size(), "rule");
        String warnings = Commands.count(book.warnings().size(), "warning");
        terminal.print(file + ": valid; " + groups + ", " + rules + ", " + warnings);
      }
    }

    private void annotate(Terminal terminal) {
      if (unreadable != null) {
        terminal.print("::error file=" + property(file) + "::" + data(unreadable));
      }
      errors.forEach(error -> terminal.print(annotation("error", error)));
      warnings().forEach(warning -> terminal.print(annotation("warning", warning)));
    }

    private static String annotation(String level, Diagnostic d) {
      return "::%s file=%s,line=%s,col=%s::%s"
          .formatted(level, property(d.source()), d.line(), d.column(), data(d.message()));
    }

    /** Escapes as the workflow commands of GitHub Actions ask for. */
    private static String data(String text) {
      return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
      return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private void describe(ObjectNode json) {
      json.put("file", file).put("valid", isValid());
      if (book != null) {
        json.put("groups", book.groupIndex().size()).put("rules", book.rules().size());
      }
      ArrayNode found = JsonText.list(errors, Checked::describe);
      if (unreadable != null) {
        found.addObject().put("message", unreadable);
      }
      json.set("errors", found);
      json.set("warnings", JsonText.list(warnings(), Checked::describe));
    }

    private static void describe(ObjectNode json, Diagnostic diagnostic) {
      json.put("line", diagnostic.line())
          .put("column", diagnostic.column())
          .put("message", diagnostic.message());
    }
  }
}
