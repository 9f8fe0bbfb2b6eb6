package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code ListResourceGroups} of Resource Manager, version 2020-03-31. */
final class ResourceManagerApi {
  private ResourceManagerApi() {}

  static ObjectNode list(RpcRequest request, EmbeddedAccount account) {
    int number = request.number("PageNumber", 1, 1, 1_000_000);
    int size = request.number("PageSize", 10, 1, 100);
    String status = request.get("Status");
    String id = request.get("ResourceGroupId");
    String name = request.get("Name");
    List<EmbeddedGroup> all =
        account.groups().stream()
            .filter(g -> status == null || status.equals(g.status().toString()))
            .filter(g -> id == null || id.equals(g.id()))
            .filter(g -> name == null || name.equals(g.name()))
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

  private static void write(ObjectNode item, EmbeddedGroup group, EmbeddedAccount account) {
    item.put("Id", group.id())
        .put("Name", group.name())
        .put("DisplayName", group.name())
        .put("Status", group.status().toString())
        .put("AccountId", account.id())
        .put("CreateDate", "2025-01-15T09:34:50+08:00");
  }
}
