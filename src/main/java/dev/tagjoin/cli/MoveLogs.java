package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.history.LoggedMove;
import dev.tagjoin.history.MembershipEvents;
import dev.tagjoin.history.MoveHistory;
import dev.tagjoin.history.OutcomeReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What {@code history} and {@code undo} share: the logs to read, and which moves count. */
final class MoveLogs {
  static final Command.Option SINCE =
      new Command.Option(
          "--since", "TIME", "moves since then: 2026-06-18T08:00:00Z, 2026-06-18, 2h, 7d");
  static final Command.Option RULE =
      new Command.Option("--rule", "NAME", "moves by this rule only");
  static final Command.Option EVENT =
      new Command.Option("--event", "ID", "moves because of this event only");
  static final String FORMS =
      """
      FILE is a log of the function, plain or gzip, or what apply and undo wrote with --out; "-"
      reads standard input. A log may have any size. Incomplete lines are skipped and counted.
      """;

  private final MoveHistory history = new MoveHistory();
  private final Instant since;
  private final String rule;
  private final String event;
  private long withoutTime;

  private MoveLogs(Instant since, String rule, String event) {
    this.since = since;
    this.rule = rule;
    this.event = event;
  }

  /**
   * Reads the moves of all logs that fit the options, and warns of what was skipped.
   *
   * @param account where the account's own history is read as well, or {@code null}
   */
  static MoveHistory read(Arguments arguments, Terminal terminal, Services account)
      throws CommandException {
    MoveLogs logs =
        new MoveLogs(
            since(arguments.value(SINCE.name()).orElse(null)),
            arguments.value(RULE.name()).orElse(null),
            arguments.value(EVENT.name()).orElse(null));
    OutcomeReader reader = new OutcomeReader(logs::add);
    for (String file : arguments.operands()) {
      read(file, reader, terminal);
    }
    if (account != null) {
      logs.readAccount(account);
    }
    warn(terminal, reader.cut(), "incomplete line", "skipped");
    warn(terminal, logs.withoutTime, "move", "skipped: their lines have no time");
    warn(terminal, logs.history.notKept(), "move", "counted only: too many of one resource");
    return logs.history;
  }

  private void readAccount(Services account) throws CommandException {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("EventCategory", MembershipEvents.CATEGORY);
    parameters.put("MaxResults", "100");
    if (since != null) {
      parameters.put("StartTime", since.toString().substring(0, 19).replace('T', ' '));
    }
    List<LoggedMove> told = new ArrayList<>();
    for (JsonNode page : account.resourceManager("LookupResourceGroupEvents", parameters)) {
      MembershipEvents.moves(page).stream().filter(this::isSelected).forEach(told::add);
    }
    history.addUnlogged(told);
  }

  private static void read(String file, OutcomeReader reader, Terminal terminal)
      throws CommandException {
    try {
      if (file.equals("-")) {
        reader.read(plain(terminal.in()));
        return;
      }
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        reader.read(plain(in));
      }
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new CommandException(file + ": permission denied", e);
    } catch (IOException e) {
      throw new CommandException(RuleFiles.name(file) + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream plain(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    boolean isGzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return isGzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private void add(LoggedMove move) {
    if (isSelected(move)) {
      history.add(move);
    }
  }

  private boolean isSelected(LoggedMove move) {
    if ((rule != null && !rule.equals(move.rule()))
        || (event != null && !event.equals(move.event()))) {
      return false;
    }
    if (since != null && move.time() == null) {
      withoutTime++;
      return false;
    }
    return since == null || !move.time().isBefore(since);
  }

  private static void warn(Terminal terminal, long count, String what, String outcome) {
    if (count > 0) {
      terminal.note("warning: " + Commands.count(count, what) + " " + outcome);
    }
  }

  /** The moment of {@code --since}; {@code null} for {@code null}. */
  private static Instant since(String text) throws UsageException {
    if (text == null) {
      return null;
    }
    try {
      if (text.matches("\\d{1,6}[smhd]")) {
        String upper = text.toUpperCase(Locale.ROOT);
        Duration ago = Duration.parse(text.endsWith("d") ? "P" + upper : "PT" + upper);
        return Instant.now().minus(ago);
      }
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          "--since: \"" + text + "\" is not a time such as 2026-06-18T08:00:00Z, a date, or 2h");
    }
  }
}
