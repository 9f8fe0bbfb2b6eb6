package dev.tagjoin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command of the command line: what it takes and gives, from which its help, {@code schema} and
 * the argument reader are made, and what carries it out. Immutable.
 */
abstract class Command {
  /** The exit status when there is nothing to report. */
  static final int OK = 0;

  /** The exit status after an error, or when the input is not valid. */
  static final int FAILED = 1;

  /** The exit status of {@code plan} and {@code apply} when something is left to do. */
  static final int TO_DO = 2;

  /** What a command says that would move resources, were it not for the setting. */
  static final String DRY_RUN = "TAGJOIN_DRY_RUN is true: nothing was moved.";

  private static final Option JSON = new Option("--json", null, "print one JSON object");

  final String name;
  final List<String> operands;
  final String summary;
  final String details;
  final List<Option> options;
  final List<String> statuses;
  final List<String> examples;
  final String json;

  /**
   * @param name the word on the command line
   * @param operands the names of the files it takes, in order; the last may end in {@code ...}, and
   *     one in brackets may be missing
   * @param summary one line, without a full stop
   * @param details paragraphs for the command's own help
   * @param options the options it takes, besides {@code --help} and {@code --json}
   * @param statuses what each exit status means, from 0
   * @param examples command lines to copy, each with a comment behind {@code #}
   * @param json what {@code --json} prints, or {@code null} when the command has no such option
   */
  Command(
      String name,
      List<String> operands,
      String summary,
      String details,
      List<Option> options,
      List<String> statuses,
      List<String> examples,
      String json) {
    this.name = name;
    this.operands = operands;
    this.summary = summary;
    this.details = details;
    this.options = new ArrayList<>(options);
    if (json != null) {
      this.options.add(JSON);
    }
    this.statuses = statuses;
    this.examples = examples;
    this.json = json;
  }

  /**
   * An option.
   *
   * @param name with its dashes
   * @param value names its value in the help, or {@code null} when it takes none
   * @param help one line
   */
  record Option(String name, String value, String help) {
    @Override
    public String toString() {
      return value == null ? name : name + "=" + value;
    }
  }

  /**
   * Runs the command.
   *
   * @return the exit status
   * @throws UsageException when the arguments do not fit; the caller prints the usage
   * @throws CommandException when it cannot go on; the message is for the user
   */
  abstract int run(Arguments arguments, Terminal terminal, Services services)
      throws CommandException;

  Optional<Option> option(String option) {
    return options.stream().filter(o -> o.name().equals(option)).findFirst();
  }

  /** One line that says how the command is written. */
  String usage() {
    return "usage: tagjoin "
        + name
        + (options.isEmpty() ? "" : " [OPTIONS]")
        + (operands.isEmpty() ? "" : " " + String.join(" ", operands));
  }

  /** The usage and the options. */
  String shortHelp() {
    StringBuilder text = new StringBuilder(usage()).append('\n');
    int width = options.stream().mapToInt(o -> o.toString().length()).max().orElse(0);
    for (Option option : options) {
      text.append("  ").append(TextTable.pad(option.toString(), width + 2)).append(option.help());
      text.append('\n');
    }
    return text.toString();
  }

  /** Everything there is to say about the command. */
  String longHelp() {
    StringBuilder text = new StringBuilder(summary).append(".\n\n").append(details.strip());
    text.append("\n\n").append(shortHelp());
    text.append("\nexit status:\n");
    for (int status = 0; status < statuses.size(); status++) {
      text.append("  ").append(status).append("  ").append(statuses.get(status)).append('\n');
    }
    text.append("\nexamples:\n");
    examples.forEach(example -> text.append("  ").append(example).append('\n'));
    return text.toString();
  }
}
