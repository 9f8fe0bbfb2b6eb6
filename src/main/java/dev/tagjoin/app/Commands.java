package dev.tagjoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.Explanation;
import dev.tagjoin.rule.ExplanationView;
import dev.tagjoin.rule.Fault;
import dev.tagjoin.rule.Lead;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.RuleBookException;
import dev.tagjoin.rule.RuleCase;
import dev.tagjoin.rule.RuleTrace;
import dev.tagjoin.rule.StateException;
import dev.tagjoin.rule.StateReader;
import dev.tagjoin.rule.Wanted;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the function does on a command line, with its own code but without its server: check a rule
 * book, explain a decision, hold a book against a table of expected decisions, sweep, and say what
 * is wrong with the surroundings.
 */
public final class Commands {
  private static final int GOOD = 0;
  private static final int BAD = 1;
  private static final int MISUSED = 2;

  private static final String HELP = "--help";
  private static final String USAGE =
      """
      usage: tagjoin check RULES                    says what is wrong with a rule book
             tagjoin explain [--json] RULES STATE   explains what it decides about a state (JSON)
             tagjoin test RULES CASES               says which decisions are not the expected ones
             tagjoin plan [OPTIONS] RULES           says which resources would move; status 2 if any
             tagjoin apply [OPTIONS] RULES          moves them
             tagjoin doctor [--json] RULES          says what keeps it from working; status 1 if any
      options of plan and apply: --json, --regions=ID,ID, --types=TYPE,TYPE;
             of apply: --force (whatever share would move), --max-moves=N
      """;

  private final PrintStream out;
  private final PrintStream err;

  private Commands(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Whether a first argument asks for a command rather than for the server: any word, so that a
   * misspelt one does not start a server that nobody waits for. Other options are left to it.
   */
  public static boolean isCommand(String argument) {
    return !argument.startsWith("-") || argument.equals(HELP);
  }

  /**
   * Runs a command.
   *
   * @param args the command and its arguments
   * @param out takes what was asked for
   * @param err takes faults, warnings and the usage
   * @return the exit status: 0 when all is well, 1 when the rules or another file are not, or a
   *     case differs, 2 when the arguments are not as expected
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return new Commands(out, err).run(Arrays.asList(args));
  }

  private int run(List<String> args) {
    if (!args.isEmpty() && (args.get(0).equals("plan") || args.get(0).equals("apply"))) {
      return new SweepCommand(out, err, System::getenv, isTerminal()).run(args);
    }
    List<String> files = new ArrayList<>(args.subList(Math.min(1, args.size()), args.size()));
    boolean json = files.remove("--json");
    if (!args.isEmpty() && args.get(0).equals("doctor")) {
      return files.size() == 1 && !files.get(0).startsWith("--")
          ? new DoctorCommand(out, err, System::getenv).run(files.get(0), json)
          : misused("one file expected");
    }
    String command = args.isEmpty() ? "" : args.get(0);
    Optional<String> option = files.stream().filter(f -> f.startsWith("--")).findFirst();
    if (option.isPresent()) {
      return misused("unknown option " + option.get());
    }
    if (json && !command.equals("explain")) {
      return misused("--json belongs to explain, plan, apply and doctor");
    }
    try {
      return switch (command) {
        case "check" -> files.size() == 1 ? check(files.get(0)) : misused("one file expected");
        case "explain" ->
            files.size() == 2
                ? explain(files.get(0), files.get(1), json)
                : misused("two files expected");
        case "test" ->
            files.size() == 2 ? test(files.get(0), files.get(1)) : misused("two files expected");
        case "help", HELP -> {
          out.print(USAGE);
          yield GOOD;
        }
        default -> misused(command.isEmpty() ? "no command" : "unknown command " + command);
      };
    } catch (RuleBookException e) {
      e.faults().forEach(err::println);
      return BAD;
    } catch (IOException e) {
      err.println(e.getMessage());
      return BAD;
    }
  }

  /** From Java 22 on there is always a console, so that the variable has to tell. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null && System.getenv("TERM") != null;
  }

  private int misused(String message) {
    err.println(message);
    err.print(USAGE);
    return MISUSED;
  }

  private int check(String file) throws IOException, RuleBookException {
    RuleBook book = book(file);
    out.println(
        file
            + ": valid; "
            + count(book.groups().size(), "group")
            + ", "
            + count(book.rules().size(), "rule")
            + ", "
            + count(book.warnings().size(), "warning"));
    return GOOD;
  }

  private int explain(String rules, String stateFile, boolean json)
      throws IOException, RuleBookException {
    RuleBook book = book(rules);
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    ResourceState state;
    Lead lead;
    try {
      JsonNode tree = mapper.readTree(TextFile.read(Path.of(stateFile)));
      state = StateReader.read(tree);
      lead = StateReader.readLead(tree, state.ref(), book);
    } catch (JsonProcessingException e) {
      err.println(
          stateFile
              + ":"
              + e.getLocation().getLineNr()
              + ":"
              + e.getLocation().getColumnNr()
              + ": not JSON: "
              + e.getOriginalMessage());
      return BAD;
    } catch (StateException e) {
      String place = e.pointer().isEmpty() ? "" : " at " + e.pointer();
      err.println(stateFile + place + ": " + e.getMessage());
      return BAD;
    }
    Explanation explanation = book.explain(state);
    if (json) {
      out.println(
          mapper
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(ExplanationView.of(explanation, book, lead)));
    } else {
      print(explanation, book, lead);
    }
    return GOOD;
  }

  private void print(Explanation explanation, RuleBook book, Lead lead) {
    ResourceState state = explanation.state();
    Wanted wanted = book.wanted(state, lead);
    Decision decision = wanted.decision();
    out.println(state.ref().kind() + " " + state.ref().id() + " in " + state.ref().region());
    String reason =
        wanted.follows() != null
            ? "no rule applies; follows " + wanted.follows().kind() + " " + wanted.follows().id()
            : decision.rule() == null
                ? "no rule applies"
                : decision.rule().equals(Decision.OTHERWISE)
                    ? "no rule applies; otherwise"
                    : "rule \"" + decision.rule() + "\"";
    if (decision.group() == null) {
      out.println("leave: " + reason);
    } else if (decision.moves(state.group())) {
      String from = state.group() == null ? "an unknown group" : group(state.group(), book);
      out.println("join " + group(decision.group(), book) + ", from " + from + ": " + reason);
    } else {
      out.println("stay in " + group(decision.group(), book) + ": " + reason);
    }
    for (Lead up = lead; up != null; up = up.next()) {
      out.println(
          "leader: " + up.kind() + (up.id() == null ? "" : " " + up.id()) + ", " + up.why());
    }
    for (RuleTrace trace : explanation.rules()) {
      out.println();
      out.println((trace.applies() ? "applies         " : "does not apply  ") + trace.rule());
      trace.why().forEach(why -> out.println("                  " + why));
    }
  }

  private static String group(String id, RuleBook book) {
    for (Map.Entry<String, String> group : book.groups().entrySet()) {
      if (group.getValue().equals(id)) {
        return group.getKey() + " (" + id + ")";
      }
    }
    return id;
  }

  private int test(String rules, String casesFile) throws IOException, RuleBookException {
    RuleBook book = book(rules);
    List<RuleCase> cases = RuleCase.parse(casesFile, TextFile.read(Path.of(casesFile)), book);
    int differing = 0;
    for (RuleCase one : cases) {
      Optional<String> difference = one.difference(book);
      if (difference.isPresent()) {
        differing++;
        out.println(one.place() + ": " + difference.get());
      }
    }
    out.println(
        count(cases.size(), "case")
            + (differing == 0 ? ", all as expected" : ", " + differing + " not as expected"));
    return differing == 0 ? GOOD : BAD;
  }

  private RuleBook book(String file) throws IOException, RuleBookException {
    RuleBook book = RuleBook.parse(file, TextFile.read(Path.of(file)));
    for (Fault warning : book.warnings()) {
      err.println(
          warning.source()
              + ":"
              + warning.line()
              + ":"
              + warning.column()
              + ": warning: "
              + warning.message());
    }
    return book;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
