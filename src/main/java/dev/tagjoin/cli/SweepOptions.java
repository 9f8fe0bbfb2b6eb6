package dev.tagjoin.cli;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The options that {@code plan} and {@code apply} share. Immutable.
 *
 * @param rules the rule book's file
 * @param accounts the accounts to look at, or {@code null} for all
 * @param regions the regions to look at, or {@code null} for the configured ones
 * @param kinds the types to look at, or {@code null} for all
 * @param maxMoves how many resources may be moved
 * @param force whether to move whatever share of the resources would move
 */
record SweepOptions(
    String rules,
    List<String> accounts,
    List<String> regions,
    List<ResourceKind> kinds,
    int maxMoves,
    boolean force) {
  /** The option of commands that look at one account. */
  static final String ACCOUNT = "--account";

  private static final String AN_ACCOUNT = "an account id (digits)";

  static final Command.Option ACCOUNTS =
      new Command.Option("--accounts", "ID,ID", "look at these accounts only");
  static final Command.Option REGIONS =
      new Command.Option("--regions", "ID,ID", "look at these regions only");
  static final Command.Option TYPES =
      new Command.Option("--types", "TYPE,TYPE", "look at these resource types only");
  static final Command.Option OUT =
      new Command.Option("--out", "FILE", "also write the result to a file, as JSON");
  static final Command.Option YES = new Command.Option("--yes", null, "do not ask, as in CI");
  static final Command.Option FORCE =
      new Command.Option("--force", null, "ignore TAGJOIN_SWEEP_MAX_SHARE");
  static final Command.Option MAX_MOVES =
      new Command.Option("--max-moves", "N", "move at most N resources");
  static final String JSON = "as POST /sweep answers, see docs/openapi.yaml; cursor is always null";

  /**
   * Reads the options of a command that takes {@link #ACCOUNTS}, {@link #REGIONS} and {@link
   * #TYPES}.
   */
  static SweepOptions of(Arguments arguments) throws UsageException {
    return new SweepOptions(
        arguments.operands().get(0),
        arguments.list(ACCOUNTS.name(), ResourceRef::isAccount, AN_ACCOUNT),
        regions(arguments),
        kinds(arguments.list(TYPES.name(), type -> true, "")),
        arguments.number(MAX_MOVES.name(), Integer.MAX_VALUE),
        arguments.has(FORCE.name()));
  }

  /** The same with another limit. */
  SweepOptions withMaxMoves(int newMaxMoves) {
    return new SweepOptions(rules, accounts, regions, kinds, newMaxMoves, force);
  }

  /** The regions that an option names, or {@code null}. */
  static List<String> regions(Arguments arguments) throws UsageException {
    return arguments.list(REGIONS.name(), ResourceRef::isRegion, "a region id such as cn-hangzhou");
  }

  /** The one account that an option names. */
  static Optional<String> account(Arguments arguments) throws UsageException {
    return arguments.value(ACCOUNT, ResourceRef::isAccount, AN_ACCOUNT);
  }

  private static List<ResourceKind> kinds(List<String> types) throws UsageException {
    if (types == null) {
      return null;
    }
    List<ResourceKind> kinds = new ArrayList<>();
    List<String> known = Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();
    for (String type : types) {
      kinds.add(
          ResourceKind.ofType(type)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--types: unknown type \"%s\"%s; known are %s"
                              .formatted(
                                  type,
                                  Nearest.suggestion(type, known),
                                  String.join(", ", known)))));
    }
    return kinds;
  }
}
