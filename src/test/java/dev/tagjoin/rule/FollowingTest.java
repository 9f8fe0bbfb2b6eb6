package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.book.RuleBookException;
import dev.tagjoin.rule.book.RuleBookParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Where a resource belongs that goes with another, for every chain of three. */
class FollowingTest {
  private static final String PROD = "rg-prod1";
  private static final String DEV = "rg-dev1";
  private static final String UNLISTED = "rg-other1";

  private static RuleBook book(String otherwise, String follow) {
    try {
      return RuleBookParser.parse(
          "book",
          "version: 1\ngroups: {prod: rg-prod1, dev: rg-dev1}\nrules:\n"
              + "  - {name: keep, when: {tag.keep: x}, leave: true}\n"
              + "  - {name: prod, when: {tag.env: prod}, join: prod}\n"
              + "  - {name: dev, when: {tag.env: dev}, join: dev}\n"
              + otherwise
              + follow);
    } catch (RuleBookException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static final List<Map<String, String>> TAGS =
      List.of(Map.of(), Map.of("keep", "x"), Map.of("env", "prod"), Map.of("env", "dev"));

  @Provide
  Arbitrary<ResourceState> resources() {
    return Combinators.combine(
            Arbitraries.of(TAGS), Arbitraries.of(PROD, DEV, UNLISTED).injectNull(0.2))
        .as(
            (tags, group) ->
                new ResourceState(
                    new ResourceRef(ResourceKind.INSTANCE, "x-1", "cn-hangzhou", null),
                    group,
                    null,
                    null,
                    null,
                    tags));
  }

  private static ResourceState as(ResourceKind kind, ResourceState state) {
    return new ResourceState(
        new ResourceRef(kind, kind.type(), "cn-hangzhou", null),
        state.group(),
        null,
        null,
        null,
        state.tags());
  }

  /** What the page about rule books says, told another way: as a group, or none for staying. */
  private static Optional<String> place(ResourceState state, Optional<String> otherwise) {
    if (state.tags().containsKey("env")) {
      return Optional.of("prod".equals(state.tags().get("env")) ? PROD : DEV);
    }
    return state.tags().containsKey("keep") ? Optional.empty() : otherwise;
  }

  @Property(tries = 2_000)
  void aChainGoesWhereItsFirstRuleSays(
      @ForAll("resources") ResourceState a,
      @ForAll("resources") ResourceState b,
      @ForAll("resources") ResourceState c,
      @ForAll boolean toDev,
      @ForAll boolean hasInstance) {
    RuleBook book =
        book(
            toDev ? "otherwise: dev\n" : "otherwise: leave\n",
            "follow: {instance: [disk], disk: [snapshot]}\n");
    Optional<String> otherwise = toDev ? Optional.of(DEV) : Optional.empty();
    ResourceState instance = as(ResourceKind.INSTANCE, a);
    ResourceState disk = as(ResourceKind.DISK, b);
    ResourceState snapshot = as(ResourceKind.SNAPSHOT, c);
    Leader ofDisk =
        hasInstance
            ? new Leader(ResourceKind.INSTANCE, "instance", "attached", instance, null)
            : Leader.unknown(ResourceKind.INSTANCE, null, "attached to nothing");
    Leader ofSnapshot = new Leader(ResourceKind.DISK, "disk", "made from it", disk, ofDisk);

    ResourceState top = hasInstance ? instance : disk;
    ResourceState deciding =
        !snapshot.tags().isEmpty() ? snapshot : !disk.tags().isEmpty() ? disk : top;
    boolean isOwn = deciding.ref().kind() == ResourceKind.SNAPSHOT;
    Optional<String> wanted = place(deciding, otherwise);
    boolean isSilent = deciding.tags().isEmpty() && !toDev;
    if (isSilent && !isOwn) {
      String group = deciding.group();
      wanted = PROD.equals(group) || DEV.equals(group) ? Optional.of(group) : Optional.empty();
    }
    Placement said = book.placement(snapshot, ofSnapshot);
    assertEquals(wanted, Optional.ofNullable(said.decision().group()));
    assertEquals(isOwn, said.follows() == null);
  }

  @Property(tries = 200)
  void withoutALeaderItIsTheBooksOwnDecision(@ForAll("resources") ResourceState state) {
    RuleBook book = book("otherwise: dev\n", "follow: {instance: [disk]}\n");
    ResourceState disk = as(ResourceKind.DISK, state);
    Placement own = new Placement(book.decide(disk), null);
    assertEquals(own, book.placement(disk, null));
    assertEquals(
        own,
        book.placement(disk, Leader.unknown(ResourceKind.INSTANCE, "i-1", "ECS does not show it")));
  }
}
