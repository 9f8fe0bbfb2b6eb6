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
import java.util.List;

/**
 * Where a pass stopped, and what it is a pass over: all that the next call needs, since the server
 * keeps nothing. Immutable.
 *
 * @param account the account, or {@code null} when it is not known
 * @param regions the regions, at least one
 * @param kinds the types, at least one
 * @param dryRun whether the pass only reports
 * @param startAt which pair of region and type came first, 0 or more
 * @param place the next resource to look at
 * @param seen how many resources the pass has looked at
 * @param moves how many of them had to move
 */
record Cursor(
    String account,
    List<String> regions,
    List<ResourceKind> kinds,
    boolean dryRun,
    int startAt,
    Place place,
    long seen,
    long moves) {
  /** More than any account has; keeps sums of counts from overflowing. */
  private static final long MAX_COUNT = 1L << 40;

  /**
   * @throws IllegalArgumentException when a value is outside its limits
   */
  Cursor {
    regions = List.copyOf(regions);
    kinds = List.copyOf(kinds);
    boolean isPlace = place.unit >= 0 && place.unit < (long) regions.size() * kinds.size();
    boolean isCount = 0 <= moves && moves <= seen && seen <= MAX_COUNT;
    if ((account != null && !ResourceRef.isAccount(account))
        || !regions.stream().allMatch(ResourceRef::isRegion)
        || startAt < 0
        || !isPlace
        || !isCount) {
      throw new IllegalArgumentException("not a cursor");
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
      out.writeUTF(account == null ? "" : account);
      writeTexts(out, regions);
      writeTexts(out, kinds.stream().map(ResourceKind::type).toList());
      out.writeBoolean(dryRun);
      out.writeInt(startAt);
      out.writeInt(place.unit);
      out.writeBoolean(place.page != null);
      out.writeUTF(place.page == null ? "" : place.page);
      writeTexts(out, place.after);
      out.writeLong(seen);
      out.writeLong(moves);
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
      String text = in.readUTF();
      String account = text.isEmpty() ? null : text;
      List<String> regions = readTexts(in);
      List<ResourceKind> kinds = new ArrayList<>();
      for (String type : readTexts(in)) {
        kinds.add(ResourceKind.ofType(type).orElseThrow(IllegalArgumentException::new));
      }
      boolean dryRun = in.readBoolean();
      int startAt = in.readInt();
      int unit = in.readInt();
      boolean hasPage = in.readBoolean();
      String page = in.readUTF();
      Place place = new Place(unit, hasPage ? page : null, readTexts(in));
      Cursor cursor =
          new Cursor(account, regions, kinds, dryRun, startAt, place, in.readLong(), in.readLong());
      if (in.read() >= 0) {
        throw new IllegalArgumentException("more than a cursor");
      }
      return cursor;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
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
