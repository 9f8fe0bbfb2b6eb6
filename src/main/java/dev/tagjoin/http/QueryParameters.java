package dev.tagjoin.http;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/**
 * Reads the query of a request, and refuses what a path does not have: a misspelt {@code dryRun}
 * must not move anything.
 */
final class QueryParameters {
  private QueryParameters() {}

  /** Refuses every parameter. */
  static void none(UriInfo uri) {
    only(uri, null);
  }

  /**
   * The value of the one parameter that a path has.
   *
   * @param allowed its name, or {@code null} when the path has none
   * @return {@code null} when the query does not have it
   * @throws ProblemException when the query has another parameter, or this one twice
   */
  static String only(UriInfo uri, String allowed) {
    String value = null;
    for (Map.Entry<String, List<String>> parameter : uri.getQueryParameters().entrySet()) {
      if (!parameter.getKey().equals(allowed)) {
        throw bad(
            "unknown parameter \""
                + parameter.getKey()
                + "\"; "
                + (allowed == null ? "this path has none" : "this path has " + allowed + " only"));
      }
      if (parameter.getValue().size() > 1) {
        throw bad(allowed + ": given more than once; give it once");
      }
      value = parameter.getValue().get(0);
    }
    return value;
  }

  /** The value of a switch: {@code ?dryRun} and {@code ?dryRun=} mean {@code true}. */
  static boolean flag(UriInfo uri, String allowed) {
    return flag(allowed, only(uri, allowed));
  }

  /**
   * The value of a switch in a query that has to be a configured one: a signature covers that, not
   * the one that came.
   *
   * @param configured the decoded parameters of the configured URL
   */
  static boolean flag(UriInfo uri, Map<String, List<String>> configured, String name) {
    Map<String, List<String>> sent = uri.getQueryParameters();
    for (Map.Entry<String, List<String>> parameter : sent.entrySet()) {
      if (!parameter.getValue().equals(configured.get(parameter.getKey()))) {
        throw bad(
            "parameter \"" + parameter.getKey() + "\" differs from that of TAGJOIN_PUBLIC_URL");
      }
    }
    for (String key : configured.keySet()) {
      if (!sent.containsKey(key)) {
        throw bad("parameter \"" + key + "\" of TAGJOIN_PUBLIC_URL is missing");
      }
    }
    List<String> values = configured.get(name);
    if (values != null && values.size() > 1) {
      throw bad(name + ": given more than once; give it once");
    }
    return flag(name, values == null ? null : values.get(0));
  }

  private static boolean flag(String allowed, String value) {
    return value != null
        && switch (value) {
          case "true", "" -> true;
          case "false" -> false;
          default -> throw bad(allowed + ": \"" + value + "\" is neither true nor false");
        };
  }

  static ProblemException bad(String detail) {
    return new ProblemException(400, "Bad parameter", detail, null);
  }
}
