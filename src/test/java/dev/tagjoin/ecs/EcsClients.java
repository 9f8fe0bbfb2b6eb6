package dev.tagjoin.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.ecs.limit.AccountLimits;
import dev.tagjoin.ecs.limit.Retries;
import dev.tagjoin.group.GroupDirectory;
import dev.tagjoin.reconcile.Accounts;
import dev.tagjoin.resource.Credentials;
import dev.tagjoin.resource.Regions;
import java.net.URI;
import java.time.Clock;

/** Makes clients for tests. */
public final class EcsClients {
  private EcsClients() {}

  /** One whose limits are out of the way. */
  public static ServiceClient client(EcsConnection connection) {
    return client(connection, 10_000, 10_000);
  }

  public static ServiceClient client(EcsConnection connection, double describes, double joins) {
    return new ServiceClient(
        connection,
        new ObjectMapper().readerFor(JsonNode.class),
        new AccountLimits(describes, joins));
  }

  /** One that does not wait between two attempts. */
  public static ServiceClient impatient(EcsConnection connection, Clock clock) {
    return new ServiceClient(
        connection,
        new ObjectMapper().readerFor(JsonNode.class),
        new AccountLimits(10_000, 10_000),
        new Retries(() -> 0, millis -> {}),
        clock);
  }

  /** A connection whose account is known without a call. */
  public static EcsConnection connection(URI server, Credentials credentials, AccountList list) {
    return new EcsConnection(
        ServiceEndpoints.of(new EcsEndpoint(server)),
        name -> null,
        credentials,
        list,
        Regions.of(VendorRegions.all()));
  }

  /** The function's own account and no other. */
  public static Accounts ownAccount(EcsApi api) {
    return new Accounts(AccountList.NONE, api, null);
  }

  /** For a reconciler whose rule book has ids alone: it never looks groups up. */
  @SuppressWarnings("DoNotCallSuggester")
  public static GroupDirectory noGroups() {
    throw new AssertionError("groups are looked up for a rule book with ids alone");
  }

  public static EcsApi api(EcsConnection connection) {
    return new EcsApi(client(connection));
  }
}
