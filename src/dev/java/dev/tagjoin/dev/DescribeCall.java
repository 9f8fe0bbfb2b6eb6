package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** One describe call: reads its parameters and writes its answer. Used by one thread. */
final class DescribeCall {
  /** How many resources a call shows that filters by group. */
  private static final int GROUP_FILTER_CAP = 1000;

  private static final int DEFAULT_PAGE = 10;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private final DescribeApi api;
  private final RpcRequest request;
  private final EmbeddedAccount account;
  private final DescribeFilter filter;

  DescribeCall(DescribeApi api, RpcRequest request, EmbeddedAccount account) {
    this.api = api;
    this.request = request;
    this.account = account;
    this.filter = new DescribeFilter(api, request, account);
  }

  /**
   * Answers a call.
   *
   * @throws RpcError as the API does
   */
  ObjectNode answer() {
    String region = request.region(400);
    if (!account.knowsRegion(region)) {
      throw new RpcError(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
    }
    boolean denied = account.denied(api.action, api.kind);
    boolean dryRun = "true".equalsIgnoreCase(request.get("DryRun"));
    if (denied && (api != DescribeApi.INSTANCES || dryRun)) {
      throw JoinApi.forbidden();
    }
    boolean byToken =
        api.largestToken > 0
            && (request.get("MaxResults") != null || request.get("NextToken") != null);
    int pageNumber = request.number("PageNumber", 1, 1, 1_000_000);
    int pageSize =
        byToken ? maxResults() : request.number("PageSize", DEFAULT_PAGE, 1, api.largestPage);
    long after = byToken ? cursor(region) : 0;
    int skip = byToken ? -1 : (int) Math.min(Integer.MAX_VALUE, (pageNumber - 1L) * pageSize);
    List<String> ids = ids();
    Predicate<EmbeddedResource> wanted = filter.of(region);
    boolean byGroup = filter.group() != null;
    if (dryRun) {
      throw new RpcError(
          400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");
    }
    ResourceStore.Page page =
        denied
            ? new ResourceStore.Page(List.of(), 0, false, 0)
            : account.page(
                new ResourceStore.Query(
                    api.kind,
                    region,
                    ids,
                    wanted,
                    after,
                    skip,
                    pageSize,
                    byGroup ? GROUP_FILTER_CAP : Integer.MAX_VALUE));

    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (byToken) {
      // Paging by token gives no count that could be relied on: a client must go by the token.
      answer.put("TotalCount", 0).put("PageNumber", 0).put("PageSize", 0);
    } else {
      answer
          .put("TotalCount", page.total())
          .put("PageNumber", pageNumber)
          .put("PageSize", pageSize);
    }
    if (api.largestToken > 0) {
      answer.put("NextToken", page.more() ? token(region, page.last()) : "");
    }
    if (api == DescribeApi.IMAGES || api == DescribeApi.SECURITY_GROUPS) {
      answer.put("RegionId", region);
    }
    ArrayNode items =
        api.inner == null
            ? answer.putArray(api.outer)
            : answer.putObject(api.outer).putArray(api.inner);
    String blank = account.blankDefaultGroup() ? account.defaultGroup() : null;
    for (EmbeddedResource resource : page.items()) {
      write(items.addObject(), resource, blank);
    }
    return answer;
  }

  private void write(ObjectNode item, EmbeddedResource r, String blankGroup) {
    item.put(api.idMember, r.id());
    if (!api.nameMember.equals("-")) {
      item.put(api.nameMember, DescribeApi.text(r.name()));
    }
    if (api.showsRegion) {
      item.put("RegionId", r.region());
    }
    if (!api.timeMember.equals("-")) {
      item.put(
          api.timeMember, (api == DescribeApi.INSTANCES ? MINUTES : SECONDS).format(r.created()));
    }
    boolean blank = r.group() == null || r.group().equals(blankGroup);
    item.put("ResourceGroupId", blank ? "" : r.group());
    api.more.accept(item, r);
    if (r.tags().isEmpty() && api == DescribeApi.INSTANCES) {
      // An instance without tags has no member Tags at all; the other types show an empty list.
      return;
    }
    ArrayNode tags =
        api.inner == null ? item.putArray("Tags") : item.putObject("Tags").putArray("Tag");
    r.tags().forEach((k, v) -> tags.addObject().put("TagKey", k).put("TagValue", v));
  }

  private List<String> ids() {
    String value = request.get(api.idParameter);
    List<String> ids;
    switch (api.idStyle) {
      case "json" -> ids = value == null ? null : jsonIds(value);
      case "comma" -> ids = value == null ? null : Arrays.asList(value.split(",", -1));
      case "repeated" -> {
        List<String> numbered = request.repeated(api.idParameter, "");
        ids = numbered.isEmpty() ? null : numbered;
      }
      case "wildcard" -> ids = value == null || value.indexOf('*') >= 0 ? null : List.of(value);
      default -> ids = value == null ? null : List.of(value);
    }
    if (api == DescribeApi.SECURITY_GROUPS
        && ids == null
        && request.get("SecurityGroupId") != null) {
      ids = List.of(request.get("SecurityGroupId"));
    }
    if (ids != null && ids.size() > api.maxIds) {
      throw RpcError.invalid(api.idParameter, "at most " + api.maxIds + " ids expected");
    }
    return ids;
  }

  /** The ids of a JSON array of texts; an empty one is a filter that nothing meets. */
  private List<String> jsonIds(String value) {
    List<String> ids = new ArrayList<>();
    try {
      JsonNode array = JSON.readTree(value);
      if (array != null && array.isArray()) {
        for (JsonNode id : array) {
          if (!id.isTextual()) {
            throw RpcError.invalid(api.idParameter, "a JSON array of texts expected");
          }
          ids.add(id.textValue());
        }
        return ids;
      }
    } catch (JsonProcessingException e) {
      // Answered below.
    }
    throw RpcError.invalid(api.idParameter, "a JSON array of texts expected");
  }

  private int maxResults() {
    if (api.smallestToken > 0) {
      int wanted = request.number("MaxResults", DEFAULT_PAGE, 1, Integer.MAX_VALUE);
      return Math.max(api.smallestToken, Math.min(api.largestToken, wanted));
    }
    return request.number("MaxResults", DEFAULT_PAGE, 1, api.largestToken);
  }

  private String token(String region, long last) {
    String text = api.action + "|" + region + "|" + last;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private long cursor(String region) {
    String token = request.get("NextToken");
    if (token == null) {
      return 0;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String start = api.action + "|" + region + "|";
      if (text.startsWith(start)) {
        return Long.parseLong(text.substring(start.length()));
      }
    } catch (IllegalArgumentException e) {
      // Answered below; a number that cannot be read is one of these too.
    }
    throw RpcError.invalid("NextToken", "the value of the call before expected");
  }
}
