package dev.tagjoin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command takes and gives: the source of its help, of {@code schema} and of its argument
 * reader. Immutable.
 *
 * @param name the word on the command line
 * @param operands the names of the files it takes, in order; the last may end in {@code ...}
 * @param summary one line, without a full stop
 * @param details paragraphs for the command's own help
 * @param options the options it takes, besides {@code --help}
 * @param statuses what each exit status means, from 0
 * @param examples command lines to copy, each with a comment behind {@code #}
 * @param json what {@code --json} prints, or {@code null} when the command has no such option
 */
record CommandSpec(
    String name,
    List<String> operands,
    String summary,
    String details,
    List<Option> options,
    List<String> statuses,
    List<String> examples,
    String json) {

  /** The option of every command whose output programs read. */
  static final Option JSON = new Option("--json", null, "print one JSON object");

  CommandSpec {
    operands = List.copyOf(operands);
    List<Option> all = new ArrayList<>(options);
    if (json != null) {
      all.add(JSON);
    }
    options = List.copyOf(all);
    statuses = List.copyOf(statuses);
    examples = List.copyOf(examples);
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

  /** Finds an option by its name. */
  Optional<Option> option(String option) {
    return options.stream().filter(o -> o.name().equals(option)).findFirst();
  }

  /** Whether the last operand may be repeated. */
  boolean isRepeated() {
    return !operands.isEmpty() && operands.get(operands.size() - 1).contains("...");
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
