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
  static final Groups NONE = new Builder(0, new char[0]).build();

  /** The two texts of a group. */
  private static final int NAME = 0;

  private static final int ID = 1;

  /** Where names and ids stand: most of them in the text of the book, as they are there. */
  private final char[] document;

  /** The other ones behind each other. */
  private char[] others = {};

  private int othersEnd;

  /**
   * Where the name of each group starts and ends, and then its id. The others are counted on from
   * the end of the document.
   */
  private final int[] places;

  private int size;

  /** Groups by name, and the first of each id. 0 for none, else 1 more than its place. */
  private final int[] byName;

  private final int[] byId;

  /** The names of ids that have several. */
  private final Map<String, List<String>> severalNames = new HashMap<>(0);

  private Groups(int capacity, char[] document) {
    places = new int[4 * capacity];
    this.document = document;
    int slots = Integer.highestOneBit(Math.max(1, capacity)) * 4;
    byName = new int[slots];
    byId = new int[slots];
  }

  /** Collects groups. */
  static final class Builder {
    private final Groups groups;

    /**
     * @param size how many groups there can be
     * @param document where names and ids of {@link #addOrdinary} stand; it must not change
     */
    Builder(int size, char[] document) {
      groups = new Groups(size, document);
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
      int nameSlot = groups.slot(NAME, name);
      int idSlot = groups.slot(ID, id);
      int first = groups.byId[idSlot] - 1;
      int nameStart = groups.append(name);
      int idStart = groups.append(id);
      groups.add(nameStart, idStart, idStart, idStart + id.length(), nameSlot, idSlot);
      if (first < 0) {
        return null;
      }
      String firstName = groups.text(NAME, first);
      groups.severalNames.computeIfAbsent(id, i -> new ArrayList<>(List.of(firstName))).add(name);
      return firstName;
    }

    /**
     * Adds a group whose name and id are words of the document, as {@link #add} does, unless there
     * is something about it that a message may have to be made of. There seldom is.
     */
    boolean addOrdinary(int name, int nameEnd, int id, int idEnd) {
      char[] document = groups.document;
      if (!isOrdinaryName(document, name, nameEnd) || !isId(document, id, idEnd)) {
        return false;
      }
      int nameSlot = groups.slot(NAME, document, name, nameEnd);
      int idSlot = groups.slot(ID, document, id, idEnd);
      if (groups.byName[nameSlot] > 0 || groups.byId[idSlot] > 0) {
        return false;
      }
      groups.add(name, nameEnd, id, idEnd, nameSlot, idSlot);
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

  /** Writes a text behind the others; returns where it starts. */
  private int append(String text) {
    int start = othersEnd;
    othersEnd += text.length();
    if (othersEnd > others.length) {
      others = Arrays.copyOf(others, othersEnd + othersEnd / 2);
    }
    text.getChars(0, text.length(), others, start);
    return document.length + start;
  }

  private void add(int name, int nameEnd, int id, int idEnd, int nameSlot, int idSlot) {
    int at = 4 * size;
    places[at] = name;
    places[at + 1] = nameEnd;
    places[at + 2] = id;
    places[at + 3] = idEnd;
    size++;
    byName[nameSlot] = size;
    if (byId[idSlot] == 0) {
      byId[idSlot] = size;
    }
  }

  /** Whether a word is a name about which nothing is to be said. */
  private static boolean isOrdinaryName(char[] text, int from, int to) {
    int length = to - from;
    // what is no name: leave, ids, and null in its spellings; the first letter rules most out
    boolean canBeNoName = "lrnN~".indexOf(text[from]) >= 0;
    if (length > Fields.MAX_NAME || (canBeNoName && (length <= 5 || text[from + 2] == '-'))) {
      return false;
    }
    // a word holds neither spaces nor braces
    for (int i = from; i < to; i++) {
      if (text[i] >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private String text(int part, int place) {
    int at = 4 * place + 2 * part;
    int start = places[at];
    int length = places[at + 1] - start;
    return start < document.length
        ? new String(document, start, length)
        : new String(others, start - document.length, length);
  }

  private int place(int part, String text) {
    return (part == NAME ? byName : byId)[slot(part, text)] - 1;
  }

  private int slot(int part, String text) {
    return slot(part, text.toCharArray(), 0, text.length());
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
      if (isAt(part, table[slot] - 1, text, from, to)) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean isAt(int part, int place, char[] text, int from, int to) {
    int at = 4 * place + 2 * part;
    int start = places[at];
    int end = places[at + 1];
    return start < document.length
        ? Arrays.equals(text, from, to, document, start, end)
        : Arrays.equals(text, from, to, others, start - document.length, end - document.length);
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
