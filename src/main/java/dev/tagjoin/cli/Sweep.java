package dev.tagjoin.cli;

import dev.tagjoin.reconcile.Status;
import dev.tagjoin.report.SweepJson;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.SweepReport;
import java.io.IOException;
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
  /** Why nothing was moved, when too much would have been. */
  static final String TOO_LARGE_SHARE =
      "nothing was moved, because too large a share of the resources would move"
          + " (TAGJOIN_SWEEP_MAX_SHARE); check the plan, then use --force";

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
  SweepText run(boolean dryRun) throws CommandException {
    SweepReport report = pass.run(options, dryRun);
    SweepReport.Stop stop = report.stop();
    if (stop != null) {
      report = report.withStop(new SweepReport.Stop(stop.why(), reason(stop)));
    }
    SweepText text = new SweepText(report, book);
    if (text.areCredentialsRejected()) {
      throw new CommandException(text.errors().get(0));
    }
    return text;
  }

  /** Why the pass ended early, in the words of the command line. */
  private String reason(SweepReport.Stop stop) {
    if (pass.isInterrupted()) {
      return "interrupted: the moves under way were finished; run the command again for the rest";
    }
    return switch (stop.why()) {
      case MOVES -> "--max-moves=" + options.maxMoves() + " is reached and more would move";
      case SHARE -> TOO_LARGE_SHARE;
      case TIME -> stop.detail();
    };
  }

  /**
   * Why {@code apply} would move nothing of what was planned; empty when it would move it.
   *
   * @param plan what came of a dry run
   */
  String refusal(SweepReport plan) {
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

  /** Writes the JSON where the arguments ask for it, and the errors to standard error. */
  void write(SweepText text, Arguments arguments) throws CommandException {
    SweepReport report = text.report();
    writeJson(
        new SweepReport(report.accounts(), report.outcomes(), null, report.stop()),
        arguments,
        terminal);
    text.printErrors(terminal);
  }

  /** Writes a report as JSON where the arguments ask for it, with the time that history needs. */
  static void writeJson(SweepReport report, Arguments arguments, Terminal terminal)
      throws CommandException {
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
        throw new CommandException("--out: " + file.get() + " cannot be written: " + e, e);
      }
    }
  }

  @Override
  public void close() {
    pass.close();
  }
}
