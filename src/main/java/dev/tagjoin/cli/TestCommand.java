package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.rule.Diagnostic;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleCase;
import java.util.List;
import java.util.Optional;

/** {@code tagjoin test RULES CASES}: holds a rule book against a table of expected decisions. */
final class TestCommand extends Command {
  TestCommand() {
    super(
        "test",
        List.of("RULES", "CASES"),
        "Compare a rule book's decisions with a table of expected ones",
        """
        CASES is a YAML list of states with the group that the book should ask for. Nothing is read
        from ECS. docs/rules.md describes the format.
        """,
        List.of(),
        List.of("every decision is as expected", "a decision differs, or a file has errors"),
        List.of("tagjoin test rules.yaml cases.yaml"),
        "{\"cases\": number, \"failures\": [{\"file\", \"line\", \"column\", \"case\","
            + " \"message\"}]}");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    RuleBook book = RuleFiles.book(arguments.operands().get(0), terminal);
    String file = arguments.operands().get(1);
    List<RuleCase> cases;
    try {
      cases = RuleCase.parse(RuleFiles.name(file), RuleFiles.text(file, terminal), book);
    } catch (RuleBookException e) {
      throw new CommandException(e);
    }
    ObjectNode json = JsonText.object().put("cases", cases.size());
    ArrayNode failures = json.putArray("failures");
    boolean isText = !arguments.has("--json");
    for (RuleCase one : cases) {
      Optional<String> difference = one.difference(book);
      if (difference.isPresent()) {
        Diagnostic place = one.place();
        failures
            .addObject()
            .put("file", place.source())
            .put("line", place.line())
            .put("column", place.column())
            .put("case", place.message())
            .put("message", difference.get());
        if (isText) {
          terminal.print(place + ": " + difference.get());
        }
      }
    }
    if (isText) {
      terminal.print(
          Commands.count(cases.size(), "case")
              + (failures.isEmpty()
                  ? ", all as expected"
                  : ", " + failures.size() + " not as expected"));
    } else {
      terminal.print(JsonText.of(json));
    }
    return failures.isEmpty() ? OK : FAILED;
  }
}
