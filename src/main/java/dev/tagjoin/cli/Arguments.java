package dev.tagjoin.cli;

import dev.tagjoin.rule.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The arguments of one command, read by its {@link Command}. Immutable.
 *
 * <p>An option is {@code --name}, {@code --name=value} or {@code --name value}, at most once each
 * and in any place; {@code --} ends the options; {@code -} is an operand.
 */
final class Arguments {
  private final List<String> operands;
  private final Map<String, String> options;

  private Arguments(List<String> operands, Map<String, String> options) {
    this.operands = operands;
    this.options = options;
  }

  /** Reads what stands behind the command's name. */
  static Arguments parse(Command command, List<String> arguments) throws UsageException {
    List<String> operands = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        operands.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        operands.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Command.Option option =
          command.option(name).orElseThrow(() -> new UsageException(unknown(command, name)));
      String value = equals < 0 ? null : argument.substring(equals + 1);
      if (option.value() == null && value != null) {
        throw new UsageException(name + " takes no value");
      }
      if (option.value() != null) {
        if (value == null && i + 1 < arguments.size()) {
          value = arguments.get(++i);
        }
        if (value == null || value.isBlank() || value.startsWith("--")) {
          throw new UsageException(name + " needs a value: " + option);
        }
      }
      if (options.put(name, value == null ? "" : value.strip()) != null) {
        throw new UsageException(name + " is given twice");
      }
    }
    checkCount(command.operands, operands);
    return new Arguments(List.copyOf(operands), Map.copyOf(options));
  }

  private static String unknown(Command command, String name) {
    List<String> known = command.options.stream().map(Command.Option::name).toList();
    return "unknown option " + name + Nearest.suggestion(name, known);
  }

  private static void checkCount(List<String> expected, List<String> given) throws UsageException {
    int count = given.size();
    if (count < expected.size() && !expected.get(count).startsWith("[")) {
      throw new UsageException(expected.get(count).replace("...", "") + " is missing");
    }
    if (count > expected.size() && expected.stream().noneMatch(name -> name.contains("..."))) {
      throw new UsageException("unexpected argument \"" + given.get(expected.size()) + "\"");
    }
  }

  /** The operands; as many as the command takes. */
  List<String> operands() {
    return operands;
  }

  /** Whether an option is given. */
  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The value of an option that is given. */
  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /**
   * The value of an option that is given and has a form.
   *
   * @param form names the form in the message
   */
  Optional<String> value(String option, Predicate<String> isValid, String form)
      throws UsageException {
    String value = options.get(option);
    if (value != null && !isValid.test(value)) {
      throw new UsageException(option + ": \"" + value + "\" is not " + form);
    }
    return Optional.ofNullable(value);
  }

  /**
   * The comma-separated parts of an option's value, each of a form, or {@code null} when it is not
   * given.
   */
  List<String> list(String option, Predicate<String> isValid, String form) throws UsageException {
    String value = options.get(option);
    if (value == null) {
      return null;
    }
    List<String> parts = Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    for (String part : parts) {
      if (part.isEmpty()) {
        throw new UsageException(option + ": a part of \"" + value + "\" is empty");
      }
      if (!isValid.test(part)) {
        throw new UsageException(option + ": \"" + part + "\" is not " + form);
      }
    }
    return parts;
  }

  /** The value of an option that is a whole number above 0. */
  int number(String option, int otherwise) throws UsageException {
    return value(option, Arguments::isNumber, "a whole number above 0")
        .map(Integer::valueOf)
        .orElse(otherwise);
  }

  private static boolean isNumber(String text) {
    try {
      return Integer.parseInt(text) > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The value of an option that is one of some words. */
  String choice(String option, List<String> words, String otherwise) throws UsageException {
    String value = options.getOrDefault(option, otherwise);
    if (!words.contains(value)) {
      throw new UsageException(
          "%s: \"%s\" is not one of %s%s"
              .formatted(
                  option, value, String.join(", ", words), Nearest.suggestion(value, words)));
    }
    return value;
  }
}
