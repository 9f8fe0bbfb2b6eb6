package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.SweepJson;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code plan} and {@code apply} share: a pass and the ways to write its result. */
final class Sweep implements AutoCloseable {
  private final SweepOptions options;
  private final RuleBook book;
  private final Terminal terminal;
  private final Services services;
  private final SweepPass pass;

  private Sweep(
      SweepOptions options, RuleBook book, Terminal terminal, Services services, SweepPass pass) {
    this.options = options;
    this.book = book;
    this.terminal = terminal;
    this.services = services;
    this.pass = pass;
  }

  /**
   * Prepares a pass.
   *
   * @throws CommandException when there are no credentials or no region is known
   */
  static Sweep open(SweepOptions options, RuleBook book, Terminal terminal, Services services)
      throws CommandException {
    String unused = services.credentialsSource();
    if (options.regions() == null && services.regions(book).isEmpty()) {
      throw new CommandException(
          "no region is known: use --regions=ID,ID, set TAGJOIN_REGIONS, or bind every rule of the"
              + " book to regions");
    }
    return new Sweep(
        options, book, terminal, services, new SweepPass(services.sweeper(book), terminal));
  }

  /**
   * Makes the pass.
   *
   * @throws CommandException when it cannot be made, or the credentials were rejected
   */
  SweepReport run(boolean dryRun) throws CommandException {
    SweepReport report = pass.run(options, dryRun);
    SweepText text = new SweepText(report, book);
    if (text.areCredentialsRejected()) {
      throw new CommandException(text.errors().get(0));
    }
    SweepReport.Stop stop = report.stop();
    return new SweepReport(
        report.accounts(),
        report.outcomes(),
        report.cursor(),
        stop == null ? null : new SweepReport.Stop(stop.why(), reason(stop)));
  }

  /** Why the pass ended early, in the words of the command line. */
  private String reason(SweepReport.Stop stop) {
    if (pass.isInterrupted()) {
      return "interrupted: the moves under way were finished; run the command again for the rest";
    }
    return switch (stop.why()) {
      case MOVES -> "--max-moves=" + options.maxMoves() + " is reached and more would move";
      case SHARE ->
          "nothing was moved, because too large a share of the resources would move"
              + " (TAGJOIN_SWEEP_MAX_SHARE); check the plan, then use --force";
      case TIME -> stop.detail();
    };
  }

  /**
   * Why {@code apply} would move nothing of what was planned; empty when it would move it.
   *
   * @param plan what came of a dry run
   */
  String refusal(SweepReport plan) throws CommandException {
    StringBuilder refusal = new StringBuilder();
    for (SweepReport.AccountSummary account :
        options.force() ? List.<SweepReport.AccountSummary>of() : plan.accounts()) {
      int moves = account.summary().getOrDefault(Status.PLANNED, 0);
      double share = (double) moves / Math.max(1, account.seen());
      if (share > services.maxShare()) {
        refusal
            .append(refusal.isEmpty() ? "" : "\n")
            .append(
                String.format(
                    Locale.ROOT,
                    "That is %.1f %% of the resources seen%s; TAGJOIN_SWEEP_MAX_SHARE allows"
                        + " %.1f %%. Without --force, apply moves %s.",
                    100 * share,
                    plan.accounts().size() == 1 ? "" : " in account " + account.account(),
                    100 * services.maxShare(),
                    plan.accounts().size() == 1 ? "nothing" : "none of them"));
      }
    }
    return refusal.toString();
  }

  /** Writes the JSON where the arguments ask for it: to standard output, to a file, or nowhere. */
  void write(SweepReport report, Arguments arguments) throws IOException {
    SweepReport whole = new SweepReport(report.accounts(), report.outcomes(), null, report.stop());
    writeJson(whole, arguments, terminal);
    printErrors(report);
  }

  /** Writes a report as JSON where the arguments ask for it, with the time that history needs. */
  static void writeJson(SweepReport report, Arguments arguments, Terminal terminal)
      throws IOException {
    String json =
        "{\"time\":\""
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + "\","
            + new String(SweepJson.of(report), StandardCharsets.UTF_8).substring(1);
    if (arguments.has("--json")) {
      terminal.print(json);
    }
    Optional<String> file = arguments.value(SweepOptions.OUT.name());
    if (file.isPresent()) {
      try {
        Files.writeString(Path.of(file.get()), json + "\n");
      } catch (IOException e) {
        throw new IOException("--out: " + file.get() + " cannot be written: " + e, e);
      }
    }
  }

  /** Prints the table and the counts. */
  void print(SweepReport report, PrintStream out) {
    new SweepText(report, book).print(terminal, out);
  }

  /** Prints a section for a comment on a merge request. */
  void printMarkdown(SweepReport report, String last) {
    SweepText text = new SweepText(report, book);
    terminal.print("### tagjoin plan\n");
    List<String> lines = text.table().markdown();
    if (lines.size() > 2) {
      lines.forEach(terminal::print);
      terminal.print("");
    }
    terminal.print(text.counts() + "\n");
    List<String> accounts = text.accounts().markdown();
    if (accounts.size() > 2) {
      accounts.forEach(terminal::print);
      terminal.print("");
    }
    terminal.print(last);
  }

  /** Prints the listings that could not be read to standard error. */
  void printErrors(SweepReport report) {
    for (String error : new SweepText(report, book).errors()) {
      terminal.note("error: " + error);
    }
  }

  /** The exit status for a report. */
  int status(SweepReport report) {
    boolean isShare = report.stop() != null && report.stop().why() == SweepReport.Why.SHARE;
    if (isShare || report.count(Status.RETRY) > 0 || report.count(Status.REFUSED) > 0) {
      return Command.FAILED;
    }
    return report.count(Status.PLANNED) > 0 || report.cursor() != null ? Command.TO_DO : Command.OK;
  }

  @Override
  public void close() {
    pass.close();
  }
}
