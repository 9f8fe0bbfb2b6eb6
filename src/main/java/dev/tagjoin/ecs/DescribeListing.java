package dev.tagjoin.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceKind.Describe;
import dev.tagjoin.resource.ResourceKind.Paging;
import dev.tagjoin.resource.ResourceState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One page of everything that exists of a kind, and how to get at the next one: the state of a walk
 * is a text that can be kept, so that a walk can go on in another process. Not safe for use by
 * several threads.
 *
 * <p>Pages by number shift when a resource in front of them vanishes: what follows it moves up, one
 * resource of the next page into the present one, where nobody looks any more. So each page is made
 * to begin with something that was seen before. Page sizes from half the largest to the largest
 * give enough different windows for that at the cost of about one resource per page. If nothing
 * seen before is in it, the list has shifted further, and the window before it is read, back to the
 * list's start if need be. What lies behind the last one seen is new: nothing is skipped and
 * nothing is shown twice, as long as the API keeps the order of what stays.
 */
final class DescribeListing {
  /** How many of the latest ids are remembered: all of them would have to vanish at once. */
  private static final int ANCHORS = 3;

  private final ResourceKind kind;
  private final String region;
  private final String account;
  private final Map<String, String> filter;

  /** Index of the call: the first one, then those of {@link Describe#further()}. */
  private int call;

  private String token = "";

  /** How many items lie in front of the next unseen one; numbered pages only. */
  private long end;

  private List<String> anchors = List.of();
  private long start;
  private int size;
  private boolean searching = true;
  private final List<ResourceState> fresh = new ArrayList<>();

  /**
   * A listing of everything.
   *
   * @param next what {@link #next()} gave, or {@code null} for the start
   * @throws IllegalArgumentException when it did not come from there
   */
  DescribeListing(ResourceKind kind, String region, String account, String next) {
    this(kind, region, account, kind.describe().listing(), next);
  }

  /**
   * A listing of a part.
   *
   * @param filter the parameters that say which part
   */
  DescribeListing(
      ResourceKind kind, String region, String account, Map<String, String> filter, String next) {
    this.kind = kind;
    this.region = region;
    this.account = account;
    this.filter = filter;
    if (next != null) {
      String[] parts = next.split(" ", -1);
      call = number(parts[0]);
      if (call > kind.describe().further().size() || parts.length < 2) {
        throw new IllegalArgumentException("not a place in a listing: " + next);
      }
      if (kind.describe().paging() == Paging.TOKEN) {
        token = next.substring(next.indexOf(' ') + 1);
      } else {
        end = number(parts[1]);
        anchors = List.of(parts).subList(2, parts.length);
      }
    }
    aim();
  }

  private static int number(String text) {
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new IllegalArgumentException("not a place in a listing: " + text);
    }
    return number;
  }

  /** Chooses the window that begins in front of the next unseen item and reaches furthest. */
  private void aim() {
    int largest = kind.describe().pageSize();
    size = largest;
    start = 0;
    if (end > 0) {
      long furthest = 0;
      for (int candidate = largest; candidate > largest / 2; candidate--) {
        long from = (end - 1) / candidate * candidate;
        if (from + candidate > furthest) {
          furthest = from + candidate;
          start = from;
          size = candidate;
        }
      }
    }
  }

  /** Whether there is a call to make before {@link #page()} can be asked for. */
  boolean isSearching() {
    return searching;
  }

  /** The parameters of the call to make. */
  Map<String, String> parameters() {
    Describe describe = kind.describe();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("RegionId", region);
    parameters.putAll(describe.always());
    parameters.putAll(filter);
    if (call > 0) {
      parameters.putAll(describe.further().get(call - 1));
    }
    switch (describe.paging()) {
      case TOKEN -> {
        parameters.put("MaxResults", Integer.toString(describe.pageSize()));
        if (!token.isEmpty()) {
          parameters.put("NextToken", token);
        }
      }
      case NUMBER -> {
        parameters.put("PageNumber", Long.toString(start / size + 1));
        parameters.put("PageSize", Integer.toString(size));
      }
    }
    return parameters;
  }

  /** Takes the answer to {@link #parameters()}. */
  void read(JsonNode answer) {
    JsonNode items = DescribeItem.at(answer, kind.members().items());
    List<ResourceState> states = new ArrayList<>(items.size());
    for (JsonNode item : items) {
      ResourceState state = DescribeItem.state(kind, region, account, item);
      if (state != null) {
        states.add(state);
      }
    }
    boolean more;
    if (kind.describe().paging() == Paging.TOKEN) {
      String next = answer.path("NextToken").asText("");
      more = !next.isEmpty() && !next.equals(token);
      token = next;
      fresh.addAll(states);
    } else {
      int seen = seen(states);
      if (seen == 0 && start > 0) {
        size = kind.describe().pageSize();
        start = (start - 1) / size * size;
        return;
      }
      fresh.addAll(states.subList(seen, states.size()));
      end = start + items.size();
      more = !items.isEmpty() && end < answer.path("TotalCount").asLong();
      remember();
    }
    searching = false;
    if (!more) {
      call++;
      token = "";
      end = 0;
      anchors = List.of();
    }
  }

  /** How many of the first states are known: up to the last anchor among them. */
  private int seen(List<ResourceState> states) {
    for (int i = states.size(); i > 0; i--) {
      if (anchors.contains(states.get(i - 1).ref().id())) {
        return i;
      }
    }
    return 0;
  }

  private void remember() {
    List<String> ids = new ArrayList<>(anchors);
    for (ResourceState state : fresh.subList(Math.max(0, fresh.size() - ANCHORS), fresh.size())) {
      ids.add(state.ref().id());
    }
    anchors = List.copyOf(ids.subList(Math.max(0, ids.size() - ANCHORS), ids.size()));
  }

  /** What was found, once there is no call left to make. */
  ResourcePage page() {
    return new ResourcePage(fresh, next());
  }

  private String next() {
    if (call > kind.describe().further().size()) {
      return null;
    }
    return kind.describe().paging() == Paging.TOKEN
        ? call + " " + token
        : call + " " + end + (anchors.isEmpty() ? "" : " " + String.join(" ", anchors));
  }
}
