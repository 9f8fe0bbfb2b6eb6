package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.resource.ResourceKind;
import java.util.HashMap;
import java.util.Map;

/** {@code JoinResourceGroup} with the errors and messages of its page in the API reference. */
final class JoinApi {
  static final String ACTION = "JoinResourceGroup";

  /**
   * The words of the page's table, independent of the ones that clients send, and the two that the
   * vendor's own tools send besides.
   */
  private static final Map<String, ResourceKind> TYPES = new HashMap<>();

  static {
    TYPES.put("instance", ResourceKind.INSTANCE);
    TYPES.put("disk", ResourceKind.DISK);
    TYPES.put("snapshot", ResourceKind.SNAPSHOT);
    TYPES.put("image", ResourceKind.IMAGE);
    TYPES.put("securitygroup", ResourceKind.SECURITY_GROUP);
    TYPES.put("ddh", ResourceKind.DEDICATED_HOST);
    TYPES.put("ddhcluster", ResourceKind.DEDICATED_HOST_CLUSTER);
    TYPES.put("eni", ResourceKind.NETWORK_INTERFACE);
    TYPES.put("keypair", ResourceKind.KEY_PAIR);
    TYPES.put("launchtemplate", ResourceKind.LAUNCH_TEMPLATE);
    TYPES.put("command", ResourceKind.COMMAND);
    TYPES.put("activation", ResourceKind.ACTIVATION);
    TYPES.put("managedinstance", ResourceKind.MANAGED_INSTANCE);
    TYPES.put("snapshotpolicy", ResourceKind.SNAPSHOT_POLICY);
    TYPES.put("imagecomponent", ResourceKind.IMAGE_COMPONENT);
  }

  /** What came of a {@code JoinResourceGroup} call that was allowed and complete. */
  enum Result {
    MOVED,
    REGION_WITHOUT_GROUPS,
    NO_SUCH_GROUP,
    GROUP_NOT_READY,
    NO_SUCH_RESOURCE,
    ALREADY_THERE,
    TRANSFER_UNDER_WAY
  }

  private JoinApi() {}

  /**
   * Answers a call.
   *
   * @throws RpcError as the API does
   */
  static ObjectNode answer(RpcRequest request, EmbeddedAccount account) {
    String region = request.region(403);
    String type = required(request, "ResourceType");
    String id = required(request, "ResourceId");
    String group = required(request, "ResourceGroupId");
    if (!account.knowsRegion(region)) {
      throw new RpcError(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
    }
    ResourceKind kind = TYPES.get(type);
    if (kind == null) {
      throw new RpcError(
          404,
          "InvalidResourceType.NotFound",
          "The ResourceType provided does not exist in our records.");
    }
    if (account.denied(ACTION, kind)) {
      throw forbidden();
    }
    switch (account.join(kind, region, id, group)) {
      case MOVED -> {
        return JsonNodeFactory.instance.objectNode();
      }
      case REGION_WITHOUT_GROUPS ->
          throw new RpcError(
              403,
              "InvalidRegionId.ResourceGroup",
              "The specified region does not support resource groups.");
      case NO_SUCH_GROUP ->
          throw new RpcError(
              404,
              "InvalidResourceGroup.NotFound",
              "The ResourceGroup provided does not exist in our records.");
      case GROUP_NOT_READY ->
          throw new RpcError(
              403,
              "InvalidStatus.ResourceGroup",
              "You cannot perform an operation on a resource group that is being created or"
                  + " deleted.");
      case NO_SUCH_RESOURCE ->
          throw new RpcError(
              404,
              "InvalidResourceId.NotFound",
              "The ResourceId provided does not exist in our records.");
      case ALREADY_THERE ->
          throw new RpcError(
              403,
              "InvalidResourceGroup.Duplicate",
              "The ResourceId provided has a ResourceGroup in our records.");
      case TRANSFER_UNDER_WAY ->
          throw new RpcError(
              400,
              "EntityExists.AssociatedTransferTasks",
              "An associated transfer task is in progress. Try again later.");
    }
    throw new IllegalStateException("a result without an answer");
  }

  static RpcError forbidden() {
    return new RpcError(
        403,
        "Forbidden.RAM",
        "User not authorized to operate on the specified resource, or this API doesn't support"
            + " RAM.");
  }

  private static String required(RpcRequest request, String name) {
    String value = request.get(name);
    if (value == null) {
      throw RpcError.missing(403, name);
    }
    return value;
  }
}
