package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Groups and their history as Resource Manager tells them, version 2020-03-31. */
final class ResourceManagerApi {
  private ResourceManagerApi() {}

  static ObjectNode list(RpcRequest request, EmbeddedAccount account) {
    int number = request.number("PageNumber", 1, 1, 1_000_000);
    int size = request.number("PageSize", 10, 1, 100);
    String status = request.get("Status");
    String id = request.get("ResourceGroupId");
    List<String> ids =
        request.parameters().entrySet().stream()
            .filter(parameter -> parameter.getKey().startsWith("ResourceGroupIds."))
            .map(Map.Entry::getValue)
            .toList();
    String name = request.get("Name");
    String displayName = request.get("DisplayName");
    List<EmbeddedGroup> all =
        account.groups().stream()
            .filter(g -> status == null || status.equals(g.status().toString()))
            // one id counts for nothing beside the list of ids
            .filter(g -> id == null || !ids.isEmpty() || id.equals(g.id()))
            .filter(g -> ids.isEmpty() || ids.contains(g.id()))
            // both filters look for a part of the text
            .filter(g -> name == null || g.name().contains(name))
            .filter(g -> displayName == null || displayName(g, account).contains(displayName))
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("TotalCount", all.size()).put("PageNumber", number).put("PageSize", size);
    ArrayNode items = answer.putObject("ResourceGroups").putArray("ResourceGroup");
    all.stream()
        .skip((number - 1L) * size)
        .limit(size)
        .forEach(g -> write(items.addObject(), g, account));
    return answer;
  }

  /** Answers {@code LookupResourceGroupEvents} from the moves that were made. */
  static ObjectNode events(RpcRequest request, EmbeddedAccount account) {
    if (!"MemberShipChange".equals(request.get("EventCategory"))) {
      throw RpcError.invalid("EventCategory", "MemberShipChange expected");
    }
    int size = request.number("MaxResults", 10, 1, 100);
    int start = request.number("NextToken", 0, 0, 1_000_000);
    String from = request.get("StartTime");
    String until = request.get("EndTime");
    List<Move> moves =
        account.moves().stream()
            .filter(move -> from == null || time(move).compareTo(from) >= 0)
            .filter(move -> until == null || time(move).compareTo(until) <= 0)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode events = answer.putArray("Events");
    for (Move move : moves.stream().skip(start).limit(size).toList()) {
      ObjectNode event = events.addObject();
      event
          .put("ChangeType", "Add")
          .put("EventTime", time(move))
          .put("RegionId", move.region())
          .put("Service", "ecs")
          .put("ResourceType", move.type())
          .put("ResourceId", move.id())
          .put("ResourceGroupId", move.to());
      event.putObject("SourceResourceGroupInfo").put("ResourceGroupId", move.from());
      event.putObject("TargetResourceGroupInfo").put("ResourceGroupId", move.to());
    }
    return start + size >= moves.size()
        ? answer
        : answer.put("NextToken", Integer.toString(start + size));
  }

  /** UTC, as the calls of this product write it: {@code 2025-11-30 23:43:16}. */
  private static String time(Move move) {
    return move.time().toString().substring(0, 19).replace('T', ' ');
  }

  private static String displayName(EmbeddedGroup group, EmbeddedAccount account) {
    return group.id().equals(account.defaultGroup()) ? "default resource group" : group.name();
  }

  private static void write(ObjectNode item, EmbeddedGroup group, EmbeddedAccount account) {
    item.put("Id", group.id())
        .put("Name", group.name())
        .put("DisplayName", displayName(group, account))
        .put("Status", group.status().toString())
        .put("AccountId", account.id())
        .put("CreateDate", "2025-01-15T09:34:50+08:00");
  }
}
