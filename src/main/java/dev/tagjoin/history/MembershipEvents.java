package dev.tagjoin.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.event.EventTime;
import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.text.JsonNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the moves from answers of {@code LookupResourceGroupEvents}: what anybody moved, without
 * who it was. Resources of other products, and those that came into a group because they were
 * created, are passed over. Stateless.
 */
public final class MembershipEvents {
  /** What the API calls changes of membership. */
  public static final String CATEGORY = "MemberShipChange";

  private MembershipEvents() {}

  /** The moves of ECS resources in one answer; their account is not known. */
  public static List<LoggedMove> moves(JsonNode answer) {
    List<LoggedMove> moves = new ArrayList<>();
    for (JsonNode event : answer.path("Events")) {
      String type = JsonNodes.scalar(event, "ResourceType");
      String id = JsonNodes.scalar(event, "ResourceId");
      String from = group(event, "SourceResourceGroupInfo");
      String to = group(event, "TargetResourceGroupInfo");
      if ("ecs".equalsIgnoreCase(JsonNodes.scalar(event, "Service"))
          && type != null
          && id != null
          && from != null
          && to != null
          && !from.equals(to)) {
        moves.add(
            new LoggedMove(
                EventTime.parse(JsonNodes.scalar(event, "EventTime")),
                new Outcome.Resource(word(type), id, JsonNodes.scalar(event, "RegionId"), null),
                null,
                LoggedMove.NOT_IN_THE_LOG,
                from,
                to,
                null));
      }
    }
    return moves;
  }

  private static String group(JsonNode event, String member) {
    return JsonNodes.scalar(event.path(member), "ResourceGroupId");
  }

  private static String word(String type) {
    return ResourceKind.ofAuditType(type)
        .map(ResourceKind::type)
        .orElseGet(() -> type.toLowerCase(Locale.ROOT));
  }
}
