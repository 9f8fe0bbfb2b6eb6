package dev.tagjoin.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.rule.Nearest;
import dev.tagjoin.sweep.SweepRequest;
import dev.tagjoin.text.JsonNodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;

/** Reads what a sweep is to look at. */
final class SweepBody {
  private static final List<String> MEMBERS =
      List.of("accounts", "regions", "types", "dryRun", "maxMoves", "cursor", "force");

  private SweepBody() {}

  /**
   * Reads a body.
   *
   * @param body the object; missing members and {@code null} stand for the defaults
   * @throws ProblemException when it is not as expected; it names the member and what is allowed
   */
  static SweepRequest read(JsonNode body, String at, SweepRequest defaults) {
    if (!body.isObject()) {
      throw bad(
          at, "must be an object with the members " + MEMBERS + ", not " + JsonNodes.kind(body));
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!MEMBERS.contains(name)) {
        throw bad(
            JsonNodes.pointer(at, name),
            "unknown member, one of " + MEMBERS + " expected" + Nearest.suggestion(name, MEMBERS));
      }
    }
    List<String> accounts = list(body, at, "accounts", SweepBody::account);
    if (accounts != null && accounts.size() > SweepRequest.MOST_ACCOUNTS) {
      throw bad(
          JsonNodes.pointer(at, "accounts"),
          "at most " + SweepRequest.MOST_ACCOUNTS + " accounts expected");
    }
    return new SweepRequest(
        accounts,
        list(body, at, "regions", SweepBody::region),
        list(body, at, "types", SweepBody::kind),
        flag(body, at, "dryRun", defaults.dryRun()),
        number(body, at, defaults.maxMoves()),
        cursor(body, at),
        Boolean.TRUE.equals(flag(body, at, "force", defaults.force())),
        defaults.startAt());
  }

  private static String account(String text, String at) {
    if (!ResourceRef.isAccount(text)) {
      throw bad(at, text + " is not an account id (digits)");
    }
    return text;
  }

  private static String region(String text, String at) {
    if (!ResourceRef.isRegion(text)) {
      throw bad(at, text + " is not a region id such as cn-hangzhou");
    }
    return text;
  }

  private static ResourceKind kind(String text, String at) {
    return ResourceKind.ofType(text)
        .orElseThrow(
            () -> {
              List<String> known =
                  Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();
              String nearest = Nearest.suggestion(text, known);
              return bad(at, "unknown type " + text + "; use one of " + known + nearest);
            });
  }

  /**
   * The texts of a list, each read together with its place; {@code null} for none.
   *
   * @param read gives what a text stands for
   */
  private static <T> List<T> list(
      JsonNode body, String at, String name, BiFunction<String, String, T> read) {
    JsonNode list = member(body, name);
    if (list == null) {
      return null;
    }
    String place = JsonNodes.pointer(at, name);
    if (!list.isArray()) {
      throw bad(place, "must be a list of texts, not " + JsonNodes.kind(list));
    }
    List<T> values = new ArrayList<>();
    for (JsonNode one : list) {
      String here = place + "/" + values.size();
      if (!one.isTextual()) {
        throw bad(here, "must be a text, not " + JsonNodes.kind(one));
      }
      values.add(read.apply(one.textValue(), here));
    }
    return values.isEmpty() ? null : values;
  }

  private static JsonNode member(JsonNode body, String name) {
    return body.hasNonNull(name) ? body.get(name) : null;
  }

  private static Boolean flag(JsonNode body, String at, String name, Boolean otherwise) {
    JsonNode flag = member(body, name);
    if (flag != null && !flag.isBoolean()) {
      throw bad(JsonNodes.pointer(at, name), "must be true or false, not " + JsonNodes.kind(flag));
    }
    return flag == null ? otherwise : (Boolean) flag.booleanValue();
  }

  private static int number(JsonNode body, String at, int otherwise) {
    JsonNode number = member(body, "maxMoves");
    if (number == null) {
      return otherwise;
    }
    int most = SweepRequest.MOST_MOVES;
    if (!number.canConvertToExactIntegral()
        || !number.canConvertToInt()
        || number.intValue() < 1
        || number.intValue() > most) {
      throw bad(
          JsonNodes.pointer(at, "maxMoves"),
          "must be a whole number from 1 to "
              + most
              + ", not "
              + (number.isNumber() ? number.asText() : JsonNodes.kind(number)));
    }
    return number.intValue();
  }

  private static String cursor(JsonNode body, String at) {
    JsonNode cursor = member(body, "cursor");
    if (cursor != null && !cursor.isTextual()) {
      throw bad(
          JsonNodes.pointer(at, "cursor"),
          "a cursor of an earlier answer expected: " + JsonNodes.kind(cursor));
    }
    return cursor == null ? null : cursor.textValue();
  }

  static ProblemException bad(String pointer, String detail) {
    return new ProblemException(400, "Not a sweep", detail, pointer);
  }
}
