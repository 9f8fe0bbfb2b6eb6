package dev.tagjoin.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that may be joined: those that a book lists by id or by name, and those whose names
 * fit a pattern of it. Immutable.
 */
public final class Groups {
  /** No groups. */
  public static final Groups NONE = new Groups(Map.of(), List.of());

  private final Map<String, GroupRef> refs;
  private final List<Glob> patterns;
  private final boolean hasIdsAlone;

  /** Names to ids, as far as an id holds in every account. */
  private final Map<String, String> ids = new LinkedHashMap<>();

  private final Map<String, List<String>> namesOfIds = new HashMap<>();

  /**
   * @param refs the book's names, in the order in which they were written
   * @param patterns every group whose name fits one of them may be joined too
   */
  public Groups(Map<String, GroupRef> refs, List<Glob> patterns) {
    this.refs = Collections.unmodifiableMap(new LinkedHashMap<>(refs));
    this.patterns = List.copyOf(patterns);
    for (Map.Entry<String, GroupRef> entry : refs.entrySet()) {
      if (entry.getValue() instanceof GroupRef.Id id) {
        ids.put(entry.getKey(), id.id());
        namesOfIds.computeIfAbsent(id.id(), i -> new ArrayList<>(1)).add(entry.getKey());
      }
    }
    this.hasIdsAlone = ids.size() == refs.size() && patterns.isEmpty();
  }

  /** The book's names with the groups they refer to, in the order in which they were written. */
  public Map<String, GroupRef> refs() {
    return refs;
  }

  /** How many names and patterns of groups the book lists. */
  public int size() {
    return refs.size() + patterns.size();
  }

  /** Patterns of names of groups that may be joined too. */
  public List<Glob> patterns() {
    return patterns;
  }

  /** Names to ids, in the order in which they were written, as far as an id holds everywhere. */
  public Map<String, String> byName() {
    return Collections.unmodifiableMap(ids);
  }

  /** Whether every group has one id, the same in all accounts. */
  public boolean hasIdsAlone() {
    return hasIdsAlone;
  }

  /** Whether a decision can depend on which groups the account has. */
  public boolean needLookup() {
    if (!patterns.isEmpty()) {
      return true;
    }
    for (GroupRef ref : refs.values()) {
      if (ref instanceof GroupRef.Named) {
        return true;
      }
    }
    return false;
  }

  /** The group with a name that the book lists or allows, or with an id that it lists. */
  public GroupRef find(String nameOrId) {
    GroupRef ref = byName(nameOrId);
    return ref != null || !namesOfIds.containsKey(nameOrId) ? ref : new GroupRef.Id(nameOrId);
  }

  /** The group with a name that the book lists or allows, or {@code null}. */
  GroupRef byName(String name) {
    GroupRef ref = refs.get(name);
    if (ref == null) {
      for (int i = 0; i < patterns.size(); i++) {
        if (patterns.get(i).matches(name)) {
          return new GroupRef.Named(name);
        }
      }
    }
    return ref;
  }

  /**
   * The decision to join a group.
   *
   * @param rule the rule that decides
   * @param account the resource's account, or {@code null} when it is unknown
   */
  static Decision join(String rule, GroupRef ref, String account, AccountGroups groups) {
    if (ref instanceof GroupRef.Id id) {
      return new Decision(Action.JOIN, rule, id.id());
    }
    String owner = account == null ? "the account" : "the account " + account;
    if (ref instanceof GroupRef.PerAccount perAccount) {
      String id = account == null ? null : perAccount.ids().get(account);
      return new Decision(
          Action.JOIN,
          rule,
          id,
          perAccount.name(),
          id != null ? null : "groups has no id of " + perAccount.name() + " for " + owner);
    }
    String name = ((GroupRef.Named) ref).name();
    return groups.exists(name)
        ? new Decision(Action.JOIN, rule, groups.id(name), name, null)
        : new Decision(Action.JOIN, rule, null, name, owner + " has no group named " + name);
  }

  /** The names of a group with an id that holds everywhere; none when it is not listed. */
  public List<String> names(String id) {
    return id == null ? List.of() : namesOfIds.getOrDefault(id, List.of());
  }

  /**
   * The names that the book has for a group of an account; none when it may not be joined.
   *
   * @param group its id, or its name where nothing is looked up; {@code null} when it is unknown
   */
  List<String> names(String group, String account, AccountGroups groups) {
    if (hasIdsAlone || group == null) {
      return names(group);
    }
    String known = groups.name(group);
    String name = known == null ? group : known;
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, GroupRef> entry : refs.entrySet()) {
      GroupRef ref = entry.getValue();
      boolean isSame =
          ref instanceof GroupRef.Id id
              ? id.id().equals(group)
              : ref instanceof GroupRef.Named named
                  ? named.name().equals(name)
                  : account != null && group.equals(((GroupRef.PerAccount) ref).ids().get(account));
      if (isSame) {
        names.add(entry.getKey());
      }
    }
    if (names.isEmpty() && byName(name) != null) {
      names.add(name);
    }
    return names;
  }

  /**
   * The book's first name for a group of an account, or {@code null}.
   *
   * @param id the group's id
   * @param account the account, or {@code null} when it is unknown
   */
  public String nameOf(String id, String account) {
    List<String> names = namesOfIds.get(id);
    if (names != null) {
      return names.get(0);
    }
    if (!hasIdsAlone && account != null) {
      for (Map.Entry<String, GroupRef> entry : refs.entrySet()) {
        if (entry.getValue() instanceof GroupRef.PerAccount perAccount
            && id.equals(perAccount.ids().get(account))) {
          return entry.getKey();
        }
      }
    }
    return null;
  }

  /**
   * Whether a text is the id of a resource group: {@code rg-} and 4 to 64 letters or digits. The
   * vendor's pages disagree about the length.
   */
  public static boolean isId(String text) {
    if (text.length() < 7 || text.length() > 67 || !text.startsWith("rg-")) {
      return false;
    }
    for (int i = 3; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
        return false;
      }
    }
    return true;
  }
}
