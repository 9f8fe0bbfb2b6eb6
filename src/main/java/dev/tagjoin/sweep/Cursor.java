package dev.tagjoin.sweep;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a pass stopped, and what it is a pass over: all that the next call needs, since the server
 * keeps nothing. Immutable. An account that is not known is an empty text.
 *
 * @param own the function's own account
 * @param accounts the accounts that were asked for; empty for all
 * @param regions the regions, at least one
 * @param kinds the types, at least one
 * @param dryRun whether the pass only reports
 * @param startAt which pair of region and type came first, 0 or more
 * @param first the account at which the pass began; those with smaller ids come last
 * @param last the account that was begun last, or {@code null} before the first
 * @param parts the accounts that were begun and are not finished
 */
record Cursor(
    String own,
    List<String> accounts,
    List<String> regions,
    List<ResourceKind> kinds,
    boolean dryRun,
    int startAt,
    String first,
    String last,
    List<Part> parts) {
  /** More than any account has; keeps sums of counts from overflowing. */
  private static final long MAX_COUNT = 1L << 40;

  /**
   * @throws IllegalArgumentException when a value is outside its limits
   */
  Cursor {
    accounts = List.copyOf(accounts);
    regions = List.copyOf(regions);
    kinds = List.copyOf(kinds);
    parts = List.copyOf(parts);
    long units = (long) regions.size() * kinds.size();
    if (!isAccount(own)
        || !isAccount(first)
        || (last != null && !isAccount(last))
        || !accounts.stream().allMatch(ResourceRef::isAccount)
        || !regions.stream().allMatch(ResourceRef::isRegion)
        || startAt < 0
        || units == 0
        || parts.stream().anyMatch(part -> part.place.unit >= units)) {
      throw new IllegalArgumentException("not a cursor");
    }
  }

  private static boolean isAccount(String account) {
    return account.isEmpty() || ResourceRef.isAccount(account);
  }

  /** The order in which the pass begins its accounts. */
  Comparator<String> order() {
    return Comparator.comparing((String account) -> account.compareTo(first) < 0)
        .thenComparing(Comparator.naturalOrder());
  }

  /** The same pass at another point. */
  Cursor at(String newLast, List<Part> newParts) {
    return new Cursor(own, accounts, regions, kinds, dryRun, startAt, first, newLast, newParts);
  }

  /**
   * How far a pass has come in one account. Immutable.
   *
   * @param place the next resource to look at
   * @param seen how many resources the pass has looked at
   * @param moves how many of them had to move
   */
  record Part(String account, Place place, long seen, long moves) {
    /**
     * @throws IllegalArgumentException when a value is outside its limits
     */
    Part {
      if (!isAccount(account) || place.unit < 0 || moves < 0 || moves > seen || seen > MAX_COUNT) {
        throw new IllegalArgumentException("not a cursor");
      }
    }

    /** The account, or {@code null} when it is not known. */
    String accountOrNull() {
      return account.isEmpty() ? null : account;
    }

    static Part startOf(String account) {
      return new Part(account, Place.startOf(0), 0, 0);
    }
  }

  /**
   * A place in a pass. Immutable.
   *
   * @param unit index of the pair of region and type
   * @param page the page of its listing, or {@code null} for the first
   * @param after the latest ids of that page that were looked at, or none
   */
  record Place(int unit, String page, List<String> after) {
    Place {
      after = List.copyOf(after);
    }

    static Place startOf(int unit) {
      return new Place(unit, null, List.of());
    }

    /** How many of a page's first resources were looked at before this place. */
    int indexIn(List<String> ids) {
      for (int i = ids.size(); i > 0 && !after.isEmpty(); i--) {
        if (after.contains(ids.get(i - 1))) {
          return i;
        }
      }
      return 0;
    }

    /** The place in front of one of the resources of this place's page. */
    Place before(List<String> ids, int index) {
      return new Place(unit, page, ids.subList(Math.max(0, index - 3), index));
    }
  }

  /** Writes it as bytes. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(own);
      writeTexts(out, accounts);
      writeTexts(out, regions);
      writeTexts(out, kinds.stream().map(ResourceKind::type).toList());
      out.writeBoolean(dryRun);
      out.writeInt(startAt);
      out.writeUTF(first);
      writeOptional(out, last);
      out.writeShort(parts.size());
      for (Part part : parts) {
        out.writeUTF(part.account);
        out.writeInt(part.place.unit);
        writeOptional(out, part.place.page);
        writeTexts(out, part.place.after);
        out.writeLong(part.seen);
        out.writeLong(part.moves);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static Cursor read(byte[] content) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      String own = in.readUTF();
      List<String> accounts = readTexts(in);
      List<String> regions = readTexts(in);
      List<ResourceKind> kinds = new ArrayList<>();
      for (String type : readTexts(in)) {
        kinds.add(ResourceKind.ofType(type).orElseThrow(IllegalArgumentException::new));
      }
      boolean dryRun = in.readBoolean();
      int startAt = in.readInt();
      String first = in.readUTF();
      String last = readOptional(in);
      List<Part> parts = new ArrayList<>();
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        String account = in.readUTF();
        Place place = new Place(in.readInt(), readOptional(in), readTexts(in));
        parts.add(new Part(account, place, in.readLong(), in.readLong()));
      }
      Cursor cursor =
          new Cursor(own, accounts, regions, kinds, dryRun, startAt, first, last, parts);
      if (in.read() >= 0) {
        throw new IllegalArgumentException("more than a cursor");
      }
      return cursor;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void writeOptional(DataOutputStream out, String text) throws IOException {
    out.writeBoolean(text != null);
    out.writeUTF(text == null ? "" : text);
  }

  private static String readOptional(DataInputStream in) throws IOException {
    boolean isThere = in.readBoolean();
    String text = in.readUTF();
    return isThere ? text : null;
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeShort(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
