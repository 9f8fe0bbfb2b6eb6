package dev.tagjoin.dev;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.AccountGroups;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.GroupRef;
import dev.tagjoin.rule.Leader;
import dev.tagjoin.rule.RuleBook;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the embedded account beside the rule book, as the page shows them. */
@Singleton
@IfBuildProfile("dev")
final class Board {
  private final EmbeddedAccount account;
  private final EditableRules rules;
  private volatile Trouble trouble = Trouble.CALM;

  private final boolean dryRun;

  Board(
      EmbeddedAccount account,
      EditableRules rules,
      @ConfigProperty(name = "tagjoin.dry-run", defaultValue = "false") boolean dryRun) {
    this.account = account;
    this.rules = rules;
    this.dryRun = dryRun;
  }

  /**
   * Everything at one moment.
   *
   * @param account the account's id
   * @param trouble the name of the trouble that ECS makes
   * @param dryRun whether the function only reports what it would move
   * @param groups the groups of the account, then those that only the rule book knows
   * @param resources all resources
   */
  record View(
      String account, String trouble, boolean dryRun, List<Group> groups, List<Item> resources) {}

  /**
   * A resource group.
   *
   * @param id its id
   * @param name its display name; for a group that the account does not have, the rule book's
   * @param exists whether the account has it
   * @param names what the rule book calls it
   */
  record Group(String id, String name, boolean exists, List<String> names) {}

  /**
   * A resource with what the rule book says about it.
   *
   * @param leader who leads it by the rule book, in the form that {@code POST /explain} takes, or
   *     {@code null}
   * @param wants the id of the group that the rule book asks for, or {@code null} when it leaves
   *     the resource where it is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      String type,
      String id,
      String region,
      String name,
      String group,
      Map<String, String> tags,
      String vpc,
      String vswitch,
      LeaderCard leader,
      String wants) {}

  /** A resource that another one goes with; region and account are the same. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LeaderCard(
      String type,
      String id,
      String group,
      String name,
      String vpc,
      String vswitch,
      Map<String, String> tags,
      LeaderCard leader) {
    static LeaderCard of(Leader lead) {
      if (lead == null || lead.state() == null) {
        return null;
      }
      ResourceState state = lead.state();
      return new LeaderCard(
          lead.kind().type(),
          lead.id(),
          state.group(),
          state.name(),
          state.vpc(),
          state.vswitch(),
          state.tags(),
          of(lead.next()));
    }
  }

  /** The groups of the embedded account, without a call. */
  record Present(List<EmbeddedGroup> groups) implements AccountGroups {
    @Override
    public boolean exists(String name) {
      return id(name) != null;
    }

    @Override
    public String id(String name) {
      return groups.stream()
          .filter(group -> group.name().equals(name))
          .filter(group -> group.status() == EmbeddedGroup.Status.OK)
          .map(EmbeddedGroup::id)
          .findFirst()
          .orElse(null);
    }

    @Override
    public String name(String id) {
      return groups.stream()
          .filter(group -> group.id().equals(id))
          .map(EmbeddedGroup::name)
          .findFirst()
          .orElse(null);
    }
  }

  void trouble(Trouble made) {
    trouble = made;
  }

  View view() {
    RuleBook book = rules.book();
    Map<String, List<String>> names = new LinkedHashMap<>();
    book.groups().forEach((n, id) -> names.computeIfAbsent(id, i -> new ArrayList<>()).add(n));
    List<Group> groups = new ArrayList<>();
    for (EmbeddedGroup group : account.groups()) {
      List<String> known = names.remove(group.id());
      List<String> all = new ArrayList<>(known == null ? List.of() : known);
      book.groupIndex()
          .refs()
          .forEach(
              (name, ref) -> {
                if (ref.equals(new GroupRef.Named(group.name()))) {
                  all.add(name);
                }
              });
      groups.add(new Group(group.id(), group.name(), true, all));
    }
    names.forEach((id, known) -> groups.add(new Group(id, known.get(0), false, known)));
    List<Item> items = new ArrayList<>();
    for (EmbeddedResource resource : account.resources()) {
      Leader lead = lead(resource, book);
      items.add(
          new Item(
              resource.type(),
              resource.id(),
              resource.region(),
              resource.name(),
              resource.group(),
              resource.tags(),
              resource.vpc(),
              resource.vswitch(),
              LeaderCard.of(lead),
              decision(resource, book).group()));
    }
    return new View(account.id(), trouble.toString(), dryRun, groups, items);
  }

  /**
   * What another book would do.
   *
   * @param moves how many resources it would move
   * @param changes the resources that it would move and the active book would not, or elsewhere,
   *     and the other way round
   */
  record Draft(long moves, List<Change> changes) {}

  /**
   * A resource about which two books disagree.
   *
   * @param was the id of the group to which the active book moves it; {@code null} when it stays
   * @param wants the same by the other book
   */
  record Change(String type, String id, String name, String was, String wants) {}

  Draft draft(RuleBook book) {
    RuleBook active = rules.book();
    List<Change> changes = new ArrayList<>();
    long moves = 0;
    for (EmbeddedResource resource : account.resources()) {
      String was = move(resource, active);
      String wants = move(resource, book);
      moves += wants == null ? 0 : 1;
      if (!Objects.equals(was, wants)) {
        changes.add(new Change(resource.type(), resource.id(), resource.name(), was, wants));
      }
    }
    return new Draft(moves, changes);
  }

  /** Where a book moves a resource, or {@code null} when it stays. */
  private String move(EmbeddedResource resource, RuleBook book) {
    Decision decision = decision(resource, book);
    return decision.moves(resource.group()) ? decision.group() : null;
  }

  private Decision decision(EmbeddedResource resource, RuleBook book) {
    return book.placement(
            state(resource, account.id()), lead(resource, book), new Present(account.groups()))
        .decision();
  }

  /** Who leads a resource by a book; {@code null} when its kind follows nothing. */
  private Leader lead(EmbeddedResource resource, RuleBook book) {
    ResourceKind kind = book.leaderOf(resource.kind()).orElse(null);
    if (kind == null) {
      return null;
    }
    EmbeddedResource leader = resource;
    while (leader != null && leader.kind() != kind) {
      leader =
          leader.disk() != null
              ? find(ResourceKind.DISK, leader.disk())
              : find(ResourceKind.INSTANCE, leader.instance());
    }
    return leader == null
        ? Leader.unknown(kind, null, "there is none")
        : new Leader(
            kind, leader.id(), "attached", state(leader, account.id()), lead(leader, book));
  }

  /** A resource, or {@code null}, as for a disk that several instances share. */
  private EmbeddedResource find(ResourceKind kind, String id) {
    return account.resources().stream()
        .filter(r -> r.kind() == kind && r.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** A resource as the rules see it. */
  static ResourceState state(EmbeddedResource resource, String account) {
    return new ResourceState(
        new ResourceRef(resource.kind(), resource.id(), resource.region(), account),
        resource.group(),
        resource.name(),
        resource.vpc(),
        resource.vswitch(),
        resource.tags());
  }
}
