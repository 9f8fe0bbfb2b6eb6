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
  static final CommandSpec.Option ACCOUNTS =
      new CommandSpec.Option("--accounts", "ID,ID", "look at these accounts only");
  static final CommandSpec.Option REGIONS =
      new CommandSpec.Option("--regions", "ID,ID", "look at these regions only");
  static final CommandSpec.Option TYPES =
      new CommandSpec.Option("--types", "TYPE,TYPE", "look at these resource types only");
  static final CommandSpec.Option OUT =
      new CommandSpec.Option("--out", "FILE", "also write the result to a file, as JSON");
  static final String JSON = "as POST /sweep answers, see docs/openapi.yaml; cursor is always null";

  /**
   * Reads the options of a command that takes {@link #ACCOUNTS}, {@link #REGIONS} and {@link
   * #TYPES}.
   */
  static SweepOptions of(Arguments arguments) throws UsageException {
    return new SweepOptions(
        arguments.operands().get(0),
        accounts(arguments.list(ACCOUNTS.name())),
        regions(arguments),
        kinds(arguments.list(TYPES.name())),
        arguments.number("--max-moves", Integer.MAX_VALUE),
        arguments.has("--force"));
  }

  /** The same with another limit. */
  SweepOptions withMaxMoves(int newMaxMoves) {
    return new SweepOptions(rules, accounts, regions, kinds, newMaxMoves, force);
  }

  /** The regions that an option names, or {@code null}. */
  static List<String> regions(Arguments arguments) throws UsageException {
    List<String> regions = arguments.list(REGIONS.name());
    for (String region : regions == null ? List.<String>of() : regions) {
      if (!ResourceRef.isRegion(region)) {
        throw new UsageException(
            "--regions: \"" + region + "\" is not a region id such as cn-hangzhou");
      }
    }
    return regions;
  }

  private static List<String> accounts(List<String> accounts) throws UsageException {
    for (String account : accounts == null ? List.<String>of() : accounts) {
      if (!ResourceRef.isAccount(account)) {
        throw new UsageException("--accounts: \"" + account + "\" is not an account id (digits)");
      }
    }
    return accounts;
  }

  private static List<ResourceKind> kinds(List<String> types) throws UsageException {
    if (types == null) {
      return null;
    }
    List<ResourceKind> kinds = new ArrayList<>();
    List<String> known = Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();
    for (String type : types) {
      Optional<ResourceKind> kind = ResourceKind.ofType(type);
      if (kind.isEmpty()) {
        throw new UsageException(
            "--types: unknown type \"%s\"%s; known are %s"
                .formatted(type, Nearest.suggestion(type, known), String.join(", ", known)));
      }
      kinds.add(kind.get());
    }
    return kinds;
  }
}
