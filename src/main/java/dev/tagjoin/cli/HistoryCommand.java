package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.history.LoggedMove;
import dev.tagjoin.history.MoveHistory;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code tagjoin history FILE...}: what was moved, from the outcome lines of the log. */
final class HistoryCommand extends Command {
  private static final String BY = "--by";
  private static final String FLAPPING = "--flapping";
  private static final String FROM_ACCOUNT = "--from-account";

  HistoryCommand() {
    super(
        "history",
        List.of("[FILE...]"),
        "Show what was moved, from the function's log",
        MoveLogs.FORMS
            + """
            --from-account also reads the moves that Resource Manager recorded, with the credentials
            of the environment. Moves that others made show as "(not in the log)"; Resource Manager
            does not say who made them.
            """,
        List.of(
            MoveLogs.SINCE,
            MoveLogs.RULE,
            MoveLogs.EVENT,
            new Option(BY, "WHAT", "resource (default), rule or day"),
            new Option(FLAPPING, null, "only resources that came back to an earlier group"),
            new Option(FROM_ACCOUNT, null, "also the moves that the account recorded")),
        List.of("the logs were read", "an error"),
        List.of(
            "tagjoin history function.log",
            "tagjoin history --by=rule --since=7d logs/*.gz",
            "tagjoin history --flapping function.log    # moved back and forth",
            "tagjoin history --from-account --since=7d function.log    # moves of others too"),
        "{\"moves\", \"resources\": [{\"resource\", \"moves\", \"returns\", \"last\":"
            + " {\"time\", \"rule\", \"from\", \"to\"}}], \"rules\": {name: moves},"
            + " \"days\": {day: moves}}");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    boolean isFromAccount = arguments.has(FROM_ACCOUNT);
    if (!isFromAccount && arguments.operands().isEmpty()) {
      throw new UsageException("name a FILE, or use " + FROM_ACCOUNT);
    }
    String by = arguments.choice(BY, List.of("resource", "rule", "day"), "resource");
    MoveHistory history = MoveLogs.read(arguments, terminal, isFromAccount ? services : null);
    List<MoveHistory.Resource> resources = new ArrayList<>(history.resources());
    int moved = resources.size();
    if (arguments.has(FLAPPING)) {
      resources.removeIf(resource -> resource.returns() == 0);
    }
    resources.sort(Comparator.comparingInt(resource -> -resource.moves().size()));
    if (arguments.has("--json")) {
      terminal.print(JsonText.of(json(history, resources)));
      return OK;
    }
    TextTable table =
        switch (by) {
          case "rule" -> counts("RULE", history.byRule());
          case "day" -> counts("DAY", history.byDay());
          default -> resources(resources);
        };
    table.lines().forEach(terminal::print);
    String flapping =
        arguments.has(FLAPPING) ? ", " + resources.size() + " moved back and forth" : "";
    terminal.print(
        Commands.count(history.moves(), "move")
            + " of "
            + Commands.count(moved, "resource")
            + flapping);
    return OK;
  }

  private static TextTable counts(String header, Map<String, Long> counts) {
    TextTable table = new TextTable(header, "MOVES");
    counts.forEach((name, n) -> table.add(PrintableText.of(name), Long.toString(n)));
    return table;
  }

  private static TextTable resources(List<MoveHistory.Resource> resources) {
    TextTable table =
        new TextTable(
            "MOVES", "BACK", "LAST", "ACCOUNT", "REGION", "TYPE", "ID", "FROM", "TO", "RULE");
    for (MoveHistory.Resource resource : resources) {
      LoggedMove last = resource.last();
      Outcome.Resource what = last.resource();
      table.add(
          Integer.toString(resource.moves().size()),
          resource.returns() == 0 ? "" : Integer.toString(resource.returns()),
          last.time() == null ? "" : last.time().toString(),
          text(what.account()),
          text(what.region()),
          text(what.type()),
          text(what.id()),
          text(last.from()),
          text(last.to()),
          text(last.rule()));
    }
    return table;
  }

  private static String text(String value) {
    return value == null ? "" : PrintableText.of(value);
  }

  private static ObjectNode json(MoveHistory history, List<MoveHistory.Resource> resources) {
    ObjectNode json = JsonText.object().put("moves", history.moves());
    json.set("resources", JsonText.list(resources, HistoryCommand::describe));
    history.byRule().forEach(json.putObject("rules")::put);
    history.byDay().forEach(json.putObject("days")::put);
    return json;
  }

  private static void describe(ObjectNode json, MoveHistory.Resource resource) {
    LoggedMove last = resource.last();
    ObjectNode what = json.putObject("resource");
    JsonText.put(what, "type", last.resource().type());
    JsonText.put(what, "id", last.resource().id());
    JsonText.put(what, "region", last.resource().region());
    JsonText.put(what, "account", last.resource().account());
    json.put("moves", resource.moves().size()).put("returns", resource.returns());
    ObjectNode move = json.putObject("last");
    JsonText.put(move, "time", last.time() == null ? null : last.time().toString());
    JsonText.put(move, "rule", last.rule());
    JsonText.put(move, "from", last.from());
    JsonText.put(move, "to", last.to());
  }
}
