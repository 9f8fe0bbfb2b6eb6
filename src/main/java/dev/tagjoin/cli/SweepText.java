package dev.tagjoin.cli;

import dev.tagjoin.doctor.Advice;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.JsonWriter;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepReport;
import dev.tagjoin.text.PrintableText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What came of a pass, for people: a table, errors with advice, counts. Immutable. */
final class SweepText {
  private final SweepReport report;
  private final GroupNames groups;

  SweepText(SweepReport report, RuleBook book) {
    this.report = report;
    this.groups = new GroupNames(book);
  }

  SweepReport report() {
    return report;
  }

  /** The resources that are neither unchanged nor left; without any, the table is empty. */
  TextTable table() {
    boolean isOneAccount =
        report.outcomes().stream().map(o -> o.resource().account()).distinct().count() <= 1;
    TextTable table =
        new TextTable("STATUS", "ACCOUNT", "REGION", "TYPE", "ID", "NAME", "FROM", "TO", "WHY");
    for (Outcome outcome : report.outcomes()) {
      Outcome.Resource resource = outcome.resource();
      if (resource.id() != null) {
        table.add(
            outcome.status().toString(),
            isOneAccount ? "" : text(resource.account()),
            text(resource.region()),
            resource.type(),
            text(resource.id()),
            text(resource.name()),
            groups.label(outcome.from(), outcome.fromName()),
            groups.label(outcome.to(), outcome.toName()),
            why(outcome));
      }
    }
    return table;
  }

  /** Prints the table, the counts and why the pass ended early. */
  void print(Terminal terminal, PrintStream out) {
    printTable(terminal, out);
    out.println(counts());
    accounts().lines().forEach(out::println);
    if (report.stop() != null) {
      out.println("stopped: " + report.stop().detail());
    }
  }

  /** A line for each account of several; without several, the table is empty. */
  TextTable accounts() {
    TextTable table =
        new TextTable("ACCOUNT", "SEEN", "TO MOVE", "MOVED", "RETRY", "REFUSED", "WHY");
    for (SweepReport.AccountSummary account : report.accounts()) {
      if (report.accounts().size() > 1) {
        table.add(
            text(account.account()),
            Long.toString(account.seen()),
            count(account, Status.PLANNED),
            count(account, Status.JOINED),
            count(account, Status.RETRY),
            count(account, Status.REFUSED),
            account.stop() == null ? "" : text(account.stop().detail()));
      }
    }
    return table;
  }

  private static String count(SweepReport.AccountSummary account, Status status) {
    int count = account.summary().getOrDefault(status, 0);
    return count == 0 ? "" : Integer.toString(count);
  }

  /** Prints a section for a comment on a merge request, which ends in a line. */
  void printMarkdown(Terminal terminal, String last) {
    terminal.print("### tagjoin plan\n");
    printMarkdown(terminal, table());
    terminal.print(counts() + "\n");
    printMarkdown(terminal, accounts());
    terminal.print(last);
  }

  private static void printMarkdown(Terminal terminal, TextTable table) {
    List<String> lines = table.markdown();
    if (lines.size() > 2) {
      lines.forEach(terminal::print);
      terminal.print("");
    }
  }

  /**
   * Writes the report as JSON where the arguments ask for it, with the time that history needs, and
   * the errors to standard error.
   */
  void write(Arguments arguments, Terminal terminal) throws CommandException {
    SweepReport whole = new SweepReport(report.accounts(), report.outcomes(), null, report.stop());
    String json =
        "{\"time\":\""
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + "\","
            + new String(JsonWriter.sweep(whole), StandardCharsets.UTF_8).substring(1);
    if (arguments.has("--json")) {
      terminal.print(json);
    }
    Optional<String> file = arguments.value(SweepOptions.OUT.name());
    if (file.isPresent()) {
      try {
        Files.writeString(Path.of(file.get()), json + "\n");
      } catch (IOException e) {
        throw new CommandException("--out: " + file.get() + " cannot be written: " + e, e);
      }
    }
    printErrors(terminal);
  }

  /** Prints what could not be read to standard error. */
  void printErrors(Terminal terminal) {
    errors().forEach(error -> terminal.note("error: " + error));
  }

  /** The exit status of a command that prints the report. */
  int status() {
    boolean isShare = report.stop() != null && report.stop().why() == SweepReport.Why.SHARE;
    if (isShare || report.count(Status.RETRY) > 0 || report.count(Status.REFUSED) > 0) {
      return Command.FAILED;
    }
    return report.count(Status.PLANNED) > 0 || report.cursor() != null ? Command.TO_DO : Command.OK;
  }

  /** Prints the table, with the statuses coloured on a terminal. */
  private void printTable(Terminal terminal, PrintStream out) {
    boolean isHeader = true;
    for (String line : table().lines()) {
      int end = line.indexOf(' ');
      Terminal.Color color = isHeader ? null : color(line.substring(0, end));
      isHeader = false;
      out.println(
          color == null
              ? line
              : terminal.colored(color, line.substring(0, end)) + line.substring(end));
    }
  }

  private static Terminal.Color color(String status) {
    return switch (status) {
      case "planned", "retry" -> Terminal.Color.YELLOW;
      case "joined" -> Terminal.Color.GREEN;
      case "refused" -> Terminal.Color.RED;
      default -> null;
    };
  }

  private static String why(Outcome outcome) {
    if (outcome.code() != null) {
      return outcome.code() + ": " + text(outcome.reason());
    }
    if (outcome.status() == Status.LEFT || outcome.status() == Status.IGNORED) {
      return text(outcome.reason());
    }
    return outcome.follows() == null
        ? text(outcome.rule())
        : "follows " + outcome.follows().type() + " " + outcome.follows().id();
  }

  /** Text from outside on one line. */
  private static String text(String value) {
    return value == null ? "" : PrintableText.sentence(value);
  }

  /**
   * The accounts that could not be entered and the listings that could not be read, one entry for
   * each kind of error and what to do about it. An error of the credentials or the network is the
   * same for every listing and is said once.
   */
  List<String> errors() {
    Map<String, List<Outcome>> byCode = new LinkedHashMap<>();
    for (Outcome outcome : report.outcomes()) {
      if (outcome.resource().id() == null) {
        boolean isByType = outcome.resource().type() == null || Advice.isForbidden(outcome.code());
        String key = outcome.code() + (isByType ? " " + outcome.resource().type() : "");
        byCode.computeIfAbsent(key, k -> new ArrayList<>()).add(outcome);
      }
    }
    List<String> errors = new ArrayList<>();
    for (List<Outcome> same : byCode.values()) {
      Outcome first = same.get(0);
      boolean isAccount = first.resource().type() == null;
      String where = isAccount ? distinct(same, Outcome.Resource::account) : listings(same);
      String what =
          where.isEmpty() || Advice.isAboutCredentials(first.code())
              ? ""
              : isAccount ? "account " + where + ": " : where + " could not be read: ";
      String error = first.code() == null ? "" : first.code() + ": ";
      String advice =
          first.code() == null
              ? ""
              : "\n-> " + Advice.about(first.code(), permission(first), first.requestId());
      errors.add(what + error + text(first.reason()) + advice);
    }
    return errors;
  }

  private static String permission(Outcome outcome) {
    return outcome.resource().type() == null
        ? "sts:AssumeRole of the account's role, and the function's role in its trust policy,"
        : ResourceKind.ofType(outcome.resource().type())
            .map(kind -> "ecs:" + kind.describe().action())
            .orElse("the call");
  }

  private String listings(List<Outcome> outcomes) {
    return distinct(outcomes, Outcome.Resource::type)
        + " in "
        + distinct(outcomes, Outcome.Resource::region)
        + (report.accounts().size() == 1
            ? ""
            : " of account " + distinct(outcomes, Outcome.Resource::account));
  }

  private static String distinct(
      List<Outcome> outcomes, Function<Outcome.Resource, String> member) {
    return outcomes.stream()
        .map(o -> member.apply(o.resource()))
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Whether the credentials were rejected, so that nothing was seen. */
  boolean areCredentialsRejected() {
    return report.seen() == 0
        && report.outcomes().stream()
            .anyMatch(o -> o.code() != null && Advice.isAboutCredentials(o.code()));
  }

  /** How many resources were seen, and how often each status came about. */
  String counts() {
    StringBuilder counts = new StringBuilder().append(report.seen()).append(" seen");
    for (Status status : Status.values()) {
      if (report.count(status) > 0) {
        counts.append(", ").append(report.count(status)).append(' ').append(status);
      }
    }
    return counts.toString();
  }

  /** Where resources go: {@code 3 to payments, 1 to prod}, the group with most first. */
  String targets(Status status) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Outcome outcome : report.outcomes()) {
      if (outcome.status() == status) {
        counts.merge(groups.name(outcome.to(), outcome.toName()), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(entry -> entry.getValue() + " to " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
