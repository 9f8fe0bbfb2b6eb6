package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.text.InvalidJsonException;
import dev.tagjoin.text.JsonReader;
import dev.tagjoin.text.PrintableText;
import dev.tagjoin.transfer.TransferRules;
import dev.tagjoin.transfer.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tagjoin import FILE...}: a rule book from the rules of Automatic Resource Transfer. */
final class ImportCommand extends Command {
  private static final String STRICT = "--strict";
  private static final String GROUPS = "--groups";
  private static final String FROM_ACCOUNT = "--from-account";

  ImportCommand() {
    super(
        "import",
        List.of("[FILE...]"),
        "Make a rule book from the rules of Automatic Resource Transfer",
        """
        FILE is JSON: the answer of ListAutoGroupingRules, GetAutoGroupingRule or
        ListAssociatedTransferSetting, or the output of "terraform show -json". "-" reads standard
        input. --from-account reads all of these, and the names of groups, with the credentials of
        the environment. The rule book goes to standard output. Each part that cannot be translated
        becomes a comment with the original and a warning; docs/transfer.md describes the translation.
        """,
        List.of(
            new Option(
                GROUPS, "FILE", "take names of groups from the answer of ListResourceGroups"),
            new Option(FROM_ACCOUNT, null, "read the rules of the account instead"),
            new Option(STRICT, null, "write no book unless it is complete")),
        List.of("complete", "an error, or something could not be translated"),
        List.of(
            "tagjoin import --from-account > rules.yaml",
            "aliyun resourcemanager ListAutoGroupingRules > auto.json",
            "aliyun resourcemanager ListAssociatedTransferSetting > associated.json",
            "tagjoin import auto.json associated.json > rules.yaml",
            "tagjoin plan rules.yaml    # zero planned moves: it agrees with the feature"),
        null);
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) throws CommandException {
    boolean isFromAccount = arguments.has(FROM_ACCOUNT);
    if (isFromAccount != arguments.operands().isEmpty()) {
      throw new UsageException("name a FILE, or use " + FROM_ACCOUNT);
    }
    TransferRules rules = new TransferRules();
    if (isFromAccount) {
      readAccount(rules, services);
    }
    for (String file : arguments.operands()) {
      JsonNode document = read(file, terminal);
      if (document == null || !rules.add(document)) {
        throw new CommandException(
            RuleFiles.name(file)
                + ": no rules of Automatic Resource Transfer; use the answer of"
                + " ListAutoGroupingRules or ListAssociatedTransferSetting, or the output of"
                + " \"terraform show -json\"");
      }
    }
    Translation translation = Translation.of(rules, groupNames(arguments, terminal, services));
    boolean isComplete = translation.problems().isEmpty();
    boolean isWritten = isComplete || !arguments.has(STRICT);
    String level = isWritten ? "warning: not translated: " : "error: not translated: ";
    translation.problems().forEach(problem -> print(terminal, level + problem));
    translation.warnings().forEach(warning -> print(terminal, "warning: " + warning));
    translation
        .overlaps()
        .forEach(overlap -> print(terminal, "warning: both can fit one resource: " + overlap));
    if (isWritten) {
      // UTF-8 whatever the terminal speaks: this is a file
      terminal.out().writeBytes(translation.book().getBytes(StandardCharsets.UTF_8));
      print(
          terminal,
          "Check it: \"tagjoin plan\" with this book shows zero planned moves if it agrees with"
              + " what Automatic Resource Transfer has done.");
    }
    return isComplete ? OK : FAILED;
  }

  private static void readAccount(TransferRules rules, Services services) throws CommandException {
    Map<String, String> largest = Map.of("MaxResults", "50");
    for (JsonNode page : services.resourceManager("ListAutoGroupingRules", largest)) {
      boolean unused = rules.add(page.path("Rules"));
    }
    for (JsonNode page : services.resourceManager("ListAssociatedTransferSetting", Map.of())) {
      boolean unused = rules.add(page);
    }
  }

  private static Map<String, String> groupNames(
      Arguments arguments, Terminal terminal, Services services) throws CommandException {
    Optional<String> file = arguments.value(GROUPS);
    if (file.isEmpty() && arguments.has(FROM_ACCOUNT)) {
      Map<String, String> largest = Map.of("PageSize", "100");
      return TransferRules.groupNames(
          services.resourceManager("ListResourceGroups", largest).get(0));
    }
    if (file.isEmpty()) {
      return Map.of();
    }
    JsonNode document = read(file.get(), terminal);
    Map<String, String> names = document == null ? Map.of() : TransferRules.groupNames(document);
    if (names.isEmpty()) {
      throw new CommandException(
          RuleFiles.name(file.get()) + ": no groups; use the answer of ListResourceGroups");
    }
    return names;
  }

  private static JsonNode read(String file, Terminal terminal) throws CommandException {
    try {
      return new JsonReader().read(RuleFiles.text(file, terminal));
    } catch (InvalidJsonException e) {
      String place = e.pointer() == null ? "" : " at " + e.pointer();
      throw new CommandException(RuleFiles.name(file) + place + ": " + e.getMessage(), e);
    }
  }

  private static void print(Terminal terminal, String line) {
    terminal.note(PrintableText.sentence(line));
  }
}
