package dev.tagjoin.rule;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The groups that may be joined, found by name and by id. Immutable once it is built.
 *
 * <p>A book can have many thousands, of which a start needs few, so that they are letters in an
 * array with the places of names and ids and two tables over these, instead of as many objects.
 */
final class Groups {
  /** No groups. */
  static final Groups NONE = new Builder(0).build();

  /** The two texts of a group. */
  private static final int NAME = 0;

  private static final int ID = 1;

  /** The names and ids in turn. */
  private char[] letters;

  /** Where a text starts, which is where the one before it ends. */
  private final int[] starts;

  private int size;

  /** Groups by name, and the first of each id. 0 for none, else 1 more than its place. */
  private final int[] byName;

  private final int[] byId;

  /** The names of ids that have several. */
  private final Map<String, List<String>> severalNames = new HashMap<>(0);

  private Groups(int capacity) {
    starts = new int[2 * capacity + 1];
    letters = new char[capacity * 32];
    int slots = Integer.highestOneBit(Math.max(1, capacity)) * 4;
    byName = new int[slots];
    byId = new int[slots];
  }

  /** Collects groups. */
  static final class Builder {
    private final Groups groups;

    /**
     * @param size how many groups there can be
     */
    Builder(int size) {
      groups = new Groups(size);
    }

    boolean contains(String name) {
      return groups.place(NAME, name) >= 0;
    }

    /**
     * Adds a group whose name is new.
     *
     * @return the first name that was given to the same id, or {@code null}
     */
    String add(String name, String id) {
      groups.append(NAME, name, 0, name.length());
      groups.append(ID, id, 0, id.length());
      int nameSlot = groups.lastSlot(NAME);
      int idSlot = groups.lastSlot(ID);
      int first = groups.byId[idSlot] - 1;
      groups.addLast(nameSlot, idSlot);
      if (first < 0) {
        return null;
      }
      String firstName = groups.text(NAME, first);
      groups.severalNames.computeIfAbsent(id, i -> new ArrayList<>(List.of(firstName))).add(name);
      return firstName;
    }

    /**
     * Adds a group whose name and id are parts of a text, as {@link #add} does, unless there is
     * something about it that a message may have to be made of. There seldom is.
     */
    boolean addOrdinary(String text, int name, int nameEnd, int id, int idEnd) {
      groups.append(NAME, text, name, nameEnd);
      groups.append(ID, text, id, idEnd);
      if (!groups.isLastOrdinary()) {
        return false;
      }
      int nameSlot = groups.lastSlot(NAME);
      int idSlot = groups.lastSlot(ID);
      if (groups.byName[nameSlot] > 0 || groups.byId[idSlot] > 0) {
        return false;
      }
      groups.addLast(nameSlot, idSlot);
      return true;
    }

    /** The groups; nothing may be added any more. */
    Groups build() {
      return groups;
    }
  }

  /** Names to ids, in the order in which they were written. */
  Map<String, String> byName() {
    return new AbstractMap<>() {
      @Override
      public String get(Object name) {
        return name instanceof String text ? id(text) : null;
      }

      @Override
      public boolean containsKey(Object name) {
        return get(name) != null;
      }

      @Override
      public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
          @Override
          public Iterator<Map.Entry<String, String>> iterator() {
            return IntStream.range(0, size).mapToObj(i -> Map.entry(name(i), id(i))).iterator();
          }

          @Override
          public int size() {
            return size;
          }
        };
      }
    };
  }

  /** The id of the group with that name, or {@code null}. */
  String id(String name) {
    int place = place(NAME, name);
    return place < 0 ? null : text(ID, place);
  }

  /** The id of a group that is given by its name or by its id, or {@code null}. */
  String find(String nameOrId) {
    String id = id(nameOrId);
    return id != null ? id : place(ID, nameOrId) >= 0 ? nameOrId : null;
  }

  /** The names of a group, none when the id is {@code null} or not listed. */
  List<String> names(String id) {
    int place = id == null ? -1 : place(ID, id);
    return place < 0 ? List.of() : severalNames.getOrDefault(id, List.of(name(place)));
  }

  /** The places of the groups that a book uses, given their ids. */
  BitSet places(Set<String> ids) {
    BitSet places = new BitSet(size);
    for (String id : ids) {
      places.set(place(ID, id));
    }
    if (!severalNames.isEmpty()) {
      severalNames.forEach(
          (id, names) -> {
            if (ids.contains(id)) {
              names.forEach(name -> places.set(place(NAME, name)));
            }
          });
    }
    return places;
  }

  /** The name of the group that was written in that place, from 0. */
  String name(int place) {
    return text(NAME, place);
  }

  /** The id of the group that was written in that place, from 0. */
  String id(int place) {
    return text(ID, place);
  }

  int size() {
    return size;
  }

  // ---- texts and tables

  /** Writes a text of the next group, which counts when it is added. */
  private void append(int part, String text, int from, int to) {
    int start = starts[2 * size + part];
    int end = start + to - from;
    if (end > letters.length) {
      letters = Arrays.copyOf(letters, end + letters.length / 2);
    }
    text.getChars(from, to, letters, start);
    starts[2 * size + part + 1] = end;
  }

  private void addLast(int nameSlot, int idSlot) {
    size++;
    byName[nameSlot] = size;
    if (byId[idSlot] == 0) {
      byId[idSlot] = size;
    }
  }

  /** Whether the next group has a name and an id about which nothing is to be said. */
  private boolean isLastOrdinary() {
    int start = starts[2 * size];
    int end = starts[2 * size + 1];
    int length = end - start;
    // what is no name: leave, ids, and null in its spellings; the first letter rules most out
    boolean canBeNoName = "lrnN~".indexOf(letters[start]) >= 0;
    if (length > Fields.MAX_NAME || (canBeNoName && (length <= 5 || letters[start + 2] == '-'))) {
      return false;
    }
    for (int i = start; i < end; i++) {
      char c = letters[i];
      if (c <= ' ' || c >= 0x7f || c == '{' || c == '}') {
        return false;
      }
    }
    return isId(letters, end, starts[2 * size + 2]);
  }

  private int lastSlot(int part) {
    int text = 2 * size + part;
    return slot(part, letters, starts[text], starts[text + 1]);
  }

  private String text(int part, int place) {
    int start = starts[2 * place + part];
    return new String(letters, start, starts[2 * place + part + 1] - start);
  }

  private int place(int part, String text) {
    int slot = slot(part, text.toCharArray(), 0, text.length());
    return (part == NAME ? byName : byId)[slot] - 1;
  }

  /** Where a table has a text, or has room for it. At least half of a table is room. */
  private int slot(int part, char[] text, int from, int to) {
    int[] table = part == NAME ? byName : byId;
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    // multiplied, because names that differ in their last letter only would stand side by side
    int slot = (hash * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(table.length - 1);
    while (table[slot] > 0) {
      int other = 2 * (table[slot] - 1) + part;
      if (Arrays.equals(text, from, to, letters, starts[other], starts[other + 1])) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  // ---- words

  /** The beginning of a message about a text that is neither a name nor the id of a group. */
  String unknown(String text, Faults faults) {
    Set<String> names = byName().keySet();
    String suggestion = faults.suggestion(text, names);
    String expected =
        names.isEmpty()
            ? "xpected a name from groups, which has none"
            : "xpected one of " + Texts.list(names);
    return "unknown group "
        + Texts.quote(text)
        + suggestion
        + (suggestion.endsWith("?") ? " E" : "; e")
        + expected;
  }

  /** {@code rg-} and 4 to 64 letters or digits; the vendor's pages disagree about the length. */
  static boolean isId(String text) {
    return isId(text.toCharArray(), 0, text.length());
  }

  private static boolean isId(char[] text, int from, int to) {
    if (to - from < 7
        || to - from > 67
        || text[from] != 'r'
        || text[from + 1] != 'g'
        || text[from + 2] != '-') {
      return false;
    }
    for (int i = from + 3; i < to; i++) {
      if (!isLetterOrDigit(text[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
