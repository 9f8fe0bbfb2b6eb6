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
          at, "an object with the members " + MEMBERS + " expected, not " + JsonNodes.kind(body));
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!MEMBERS.contains(name)) {
        throw bad(
            JsonNodes.pointer(at, name),
            "unknown member, one of " + MEMBERS + " expected" + Nearest.suggestion(name, MEMBERS));
      }
    }
    return new SweepRequest(
        accounts(body, at),
        regions(body, at),
        kinds(body, at),
        flag(body, at, "dryRun", defaults.dryRun()),
        number(body, at, defaults.maxMoves()),
        cursor(body, at),
        Boolean.TRUE.equals(flag(body, at, "force", defaults.force())),
        defaults.startAt());
  }

  private static List<String> regions(JsonNode body, String at) {
    List<String> regions = new ArrayList<>();
    for (Text text : texts(body, at, "regions")) {
      if (!ResourceRef.isRegion(text.value)) {
        throw bad(text.at, "a region id such as cn-hangzhou expected, not " + text.value);
      }
      regions.add(text.value);
    }
    return regions.isEmpty() ? null : regions;
  }

  private static List<String> accounts(JsonNode body, String at) {
    List<String> accounts = new ArrayList<>();
    for (Text text : texts(body, at, "accounts")) {
      if (!ResourceRef.isAccount(text.value)) {
        throw bad(text.at, "an account id (digits) expected, not " + text.value);
      }
      accounts.add(text.value);
    }
    if (accounts.size() > SweepRequest.MOST_ACCOUNTS) {
      throw bad(
          JsonNodes.pointer(at, "accounts"),
          "at most " + SweepRequest.MOST_ACCOUNTS + " accounts expected");
    }
    return accounts.isEmpty() ? null : accounts;
  }

  private static List<ResourceKind> kinds(JsonNode body, String at) {
    List<ResourceKind> kinds = new ArrayList<>();
    for (Text text : texts(body, at, "types")) {
      if (ResourceKind.ofType(text.value).isEmpty()) {
        List<String> known = Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList();
        String nearest = Nearest.suggestion(text.value, known);
        throw bad(text.at, "unknown type " + text.value + ", one of " + known + nearest);
      }
      kinds.add(ResourceKind.ofType(text.value).get());
    }
    return kinds.isEmpty() ? null : kinds;
  }

  private record Text(String value, String at) {}

  private static List<Text> texts(JsonNode body, String at, String name) {
    JsonNode list = body.path(name);
    List<Text> texts = new ArrayList<>();
    if (list.isMissingNode() || list.isNull()) {
      return texts;
    }
    if (!list.isArray()) {
      throw bad(
          JsonNodes.pointer(at, name), "a list of texts expected, not " + JsonNodes.kind(list));
    }
    for (int i = 0; i < list.size(); i++) {
      String place = JsonNodes.pointer(at, name) + "/" + i;
      if (!list.get(i).isTextual()) {
        throw bad(place, "a text expected, not " + JsonNodes.kind(list.get(i)));
      }
      texts.add(new Text(list.get(i).textValue(), place));
    }
    return texts;
  }

  private static Boolean flag(JsonNode body, String at, String name, Boolean otherwise) {
    JsonNode flag = body.path(name);
    if (flag.isMissingNode() || flag.isNull()) {
      return otherwise;
    }
    if (!flag.isBoolean()) {
      throw bad(JsonNodes.pointer(at, name), "true or false expected, not " + JsonNodes.kind(flag));
    }
    return flag.booleanValue();
  }

  private static int number(JsonNode body, String at, int otherwise) {
    JsonNode number = body.path("maxMoves");
    if (number.isMissingNode() || number.isNull()) {
      return otherwise;
    }
    int most = SweepRequest.MOST_MOVES;
    if (!number.canConvertToExactIntegral()
        || !number.canConvertToInt()
        || number.intValue() < 1
        || number.intValue() > most) {
      throw bad(
          JsonNodes.pointer(at, "maxMoves"),
          "a whole number from 1 to "
              + most
              + " expected, not "
              + (number.isNumber() ? number.asText() : JsonNodes.kind(number)));
    }
    return number.intValue();
  }

  private static String cursor(JsonNode body, String at) {
    JsonNode cursor = body.path("cursor");
    if (cursor.isMissingNode() || cursor.isNull()) {
      return null;
    }
    if (!cursor.isTextual()) {
      throw bad(
          JsonNodes.pointer(at, "cursor"),
          "a cursor of an earlier answer expected: " + JsonNodes.kind(cursor));
    }
    return cursor.textValue();
  }

  static ProblemException bad(String pointer, String detail) {
    return new ProblemException(400, "Not a sweep", detail, pointer);
  }
}
