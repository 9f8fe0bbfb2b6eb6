package dev.tagjoin.http;

import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.resource.ResourceKind;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Events for the tests that see the function from outside. */
final class Events {
  private Events() {}

  /** The direct form, for resources of cn-hangzhou. */
  static String tagged(ResourceKind kind, String... ids) {
    return Arrays.stream(ids)
        .map(
            id ->
                "{\"type\":\"%s\",\"id\":\"%s\",\"region\":\"cn-hangzhou\",\"account\":\"%s\"}"
                    .formatted(kind.type(), id, EmbeddedAccount.ID))
        .collect(Collectors.joining(",", "{\"resources\":[", "]}"));
  }
}
