package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.report.ExplanationJson;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Explanation;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.Placement;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.book.StateException;
import dev.tagjoin.rule.book.StateReader;
import dev.tagjoin.text.InvalidJsonException;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code tagjoin explain RULES STATE}: the decision about a state, and why. */
final class ExplainCommand extends Command {
  ExplainCommand() {
    super(
        "explain",
        List.of("RULES", "STATE"),
        "Explain what a rule book decides about a resource",
        """
        STATE is a JSON object with the resource's type, id, region and tags, as POST /explain takes
        it. Nothing is read from ECS. "-" reads one of the two files from standard input.
        """,
        List.of(),
        List.of("explained", "a file has errors or cannot be read"),
        List.of(
            "tagjoin explain rules.yaml state.json",
            "echo '{\"type\":\"disk\",\"id\":\"d-1\",\"region\":\"cn-hangzhou\",\"tags\":{}}' |"
                + " tagjoin explain rules.yaml -"),
        "as POST /explain answers, see docs/openapi.yaml");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    RuleBook book = RuleFiles.book(arguments.operands().get(0), terminal);
    String file = arguments.operands().get(1);
    String source = RuleFiles.name(file);
    ResourceState state;
    Leader leader;
    try {
      JsonNode tree = new JsonReader().read(RuleFiles.text(file, terminal));
      if (tree == null) {
        throw new CommandException(source + ": empty; expected a JSON object");
      }
      state = StateReader.read(tree);
      leader = StateReader.readLeader(tree, state.ref(), book);
    } catch (InvalidJsonException e) {
      String line = e.line() == 0 ? "" : ":" + e.line() + ":" + e.column();
      String place = e.pointer() == null ? "" : " at " + e.pointer();
      throw new CommandException(source + line + place + ": " + e.getMessage(), e);
    } catch (StateException e) {
      String place = e.pointer().isEmpty() ? "" : " at " + e.pointer();
      throw new CommandException(source + place + ": " + e.getMessage(), e);
    }
    Explanation explanation = book.explain(state);
    if (arguments.has("--json")) {
      byte[] json = ExplanationJson.indented(explanation, book, leader);
      terminal.print(new String(json, StandardCharsets.UTF_8));
    } else {
      print(explanation, book, leader, terminal.out());
    }
    return OK;
  }

  private static void print(
      Explanation explanation, RuleBook book, Leader leader, PrintStream out) {
    ResourceState state = explanation.state();
    Placement wanted = book.placement(state, leader);
    Decision decision = wanted.decision();
    GroupNames groups = new GroupNames(book);
    out.println(state.ref().kind() + " " + state.ref().id() + " in " + state.ref().region());
    String reason = reason(wanted);
    String to =
        decision.group() == null ? decision.groupName() : groups.label(decision.group(), null);
    if (to == null) {
      out.println("leave: " + reason);
    } else if (decision.moves(state.group())) {
      String from = state.group() == null ? "an unknown group" : groups.label(state.group(), null);
      out.println("join " + to + ", from " + from + ": " + reason);
    } else {
      out.println("stay in " + to + ": " + reason);
    }
    if (decision.problem() != null) {
      out.println("refused: " + PrintableText.sentence(decision.problem()));
    }
    for (Leader up = leader; up != null; up = up.next()) {
      out.println(
          "leader: " + up.kind() + (up.id() == null ? "" : " " + up.id()) + ", " + up.why());
    }
    for (RuleTrace trace : explanation.rules()) {
      out.println();
      out.println((trace.applies() ? "applies         " : "does not apply  ") + trace.rule());
      List<String> why = trace.why();
      why.forEach(line -> out.println("                  " + PrintableText.sentence(line)));
    }
  }

  private static String reason(Placement wanted) {
    if (wanted.follows() != null) {
      return "no rule applies; follows " + wanted.follows().kind() + " " + wanted.follows().id();
    }
    String rule = wanted.decision().rule();
    if (rule == null) {
      return "no rule applies";
    }
    return rule.equals(Decision.OTHERWISE) ? "no rule applies; otherwise" : "rule \"" + rule + "\"";
  }
}
