package dev.tagjoin.sweep;

import dev.tagjoin.resource.ResourceKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a pass stopped, and what it was a pass over: all that the next call needs, since the server
 * keeps nothing.
 *
 * @param regions the pass's regions
 * @param kinds the pass's types
 * @param dryRun whether the pass only reports
 * @param startAt which pair of region and type came first
 * @param place the next resource to look at
 * @param seen how many resources the pass has looked at
 * @param moves how many of them had to move
 */
record Cursor(
    List<String> regions,
    List<ResourceKind> kinds,
    boolean dryRun,
    int startAt,
    Place place,
    long seen,
    long moves) {
  private static final byte VERSION = 1;
  private static final int SEAL = 16;

  /**
   * A place in a pass.
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
  }

  /** Writes it as a text for URLs and JSON: version, seal, content. */
  String seal(String secret) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
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
    byte[] content = bytes.toByteArray();
    byte[] all = new byte[1 + SEAL + content.length];
    all[0] = VERSION;
    System.arraycopy(mac(secret, content), 0, all, 1, SEAL);
    System.arraycopy(content, 0, all, 1 + SEAL, content.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * Reads what {@link #seal} wrote.
   *
   * @throws SweepRefusedException when it is not that, or was sealed with another secret
   */
  static Cursor open(String text, String secret) throws SweepRefusedException {
    try {
      byte[] all = Base64.getUrlDecoder().decode(text);
      if (all.length > 1 + SEAL && all[0] == VERSION) {
        byte[] content = Arrays.copyOfRange(all, 1 + SEAL, all.length);
        byte[] seal = Arrays.copyOfRange(all, 1, 1 + SEAL);
        if (MessageDigest.isEqual(seal, Arrays.copyOf(mac(secret, content), SEAL))) {
          return read(content);
        }
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new SweepRefusedException(
        "cursor",
        "not a cursor that this function gave, or one from before its secret changed: a new pass"
            + " without cursor finds what is left to do");
  }

  private static Cursor read(byte[] content) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
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
      return new Cursor(regions, kinds, dryRun, startAt, place, in.readLong(), in.readLong());
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
    int size = in.readUnsignedShort();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  /** Under a key of its own, so that the secret is used for nothing else. */
  private static byte[] mac(String secret, byte[] content) {
    byte[] key =
        hmac(
            secret.getBytes(StandardCharsets.UTF_8),
            "tagjoin sweep cursor".getBytes(StandardCharsets.UTF_8));
    return hmac(key, content);
  }

  private static byte[] hmac(byte[] key, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
