package dev.tagjoin.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceKind.Describe;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Walks through the pages of one describe call, in the way that the kind's table entry says. Not
 * safe for use by several threads.
 */
final class DescribePages {
  /** Far above what any account holds; ends a walk over an answer that never ends. */
  private static final int MAX_PAGES = 100_000;

  private final ResourceKind kind;
  private final Map<String, String> fixed = new LinkedHashMap<>();
  private String token = "";
  private int page = 1;
  private long seen;
  private boolean more = true;

  /**
   * @param extra parameters besides those that the call always has
   */
  DescribePages(
      ResourceKind kind, String region, Collection<String> ids, Map<String, String> extra) {
    this.kind = kind;
    Describe describe = kind.describe();
    fixed.put("RegionId", region);
    fixed.putAll(describe.always());
    fixed.putAll(extra);
    switch (describe.idFilter()) {
      case JSON_ARRAY -> fixed.put(describe.idParameter(), array(ids));
      case COMMA_LIST -> fixed.put(describe.idParameter(), String.join(",", ids));
      case SINGLE -> fixed.put(describe.idParameter(), ids.iterator().next());
      case REPEATED -> {
        int n = 1;
        for (String id : ids) {
          fixed.put(describe.idParameter() + "." + n++, id);
        }
      }
    }
  }

  private static String array(Collection<String> ids) {
    StringJoiner array = new StringJoiner("\",\"", "[\"", "\"]");
    for (String id : ids) {
      array.add(id.replace("\\", "\\\\").replace("\"", "\\\""));
    }
    return array.toString();
  }

  boolean hasNext() {
    return more;
  }

  /** The parameters of the next page. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>(fixed);
    String size = Integer.toString(kind.describe().pageSize());
    switch (kind.describe().paging()) {
      case TOKEN -> {
        parameters.put("MaxResults", size);
        if (!token.isEmpty()) {
          parameters.put("NextToken", token);
        }
      }
      case NUMBER -> {
        parameters.put("PageNumber", Integer.toString(page));
        parameters.put("PageSize", size);
      }
    }
    return parameters;
  }

  /** The items of an answer to {@link #parameters()}; decides whether there is a page more. */
  Iterable<JsonNode> read(JsonNode answer) {
    JsonNode items = DescribeItem.at(answer, kind.members().items());
    seen += items.size();
    switch (kind.describe().paging()) {
      case TOKEN -> {
        String next = answer.path("NextToken").asText("");
        more = !next.isEmpty() && !next.equals(token);
        token = next;
      }
      case NUMBER -> more = !items.isEmpty() && seen < answer.path("TotalCount").asLong();
    }
    page++;
    more &= page <= MAX_PAGES;
    return items;
  }
}
