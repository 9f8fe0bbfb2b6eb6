package dev.tagjoin.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Region and account come from the most trusted place that has them: each place is given another
 * value, and taking away the best one brings up the next.
 */
class EventFactsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<Arguments> places() {
    String audit =
        """
        {"specversion": "1.0", "data": {"eventName": "TagResources", "serviceName": "Ecs",
         "requestParameters": {"ResourceType": "instance", "ResourceId": "i-1"},
         "requestParameterJson": "{\\"RegionId\\": \\"r-4\\"}", "userIdentity": {}}}
        """;
    String arn =
        """
        {"specversion": "1.0", "data": {"eventName": "TagResources", "serviceName": "Tag",
         "requestParameters": {"ResourceARN.1": "arn:acs:ecs:r-0:100:instance/i-1"}}}
        """;
    String config =
        """
        {"specversion": "1.0", "type": "ecs:Config:ConfigurationItemChangeNotification",
         "data": {"resourceType": "ACS::ECS::Instance", "resourceId": "i-1"}}
        """;
    String tagChange =
        """
        {"specversion": "1.0", "data": {"content": {"product": "ecs", "resourceType": "instance",
         "resourceId": "i-1", "tags": {}}}}
        """;
    String direct =
        """
        {"specversion": "1.0", "data": {"resources": [{"type": "instance", "id": "i-1"}]}}
        """;
    return Stream.of(
        Arguments.of(
            audit,
            List.of(
                "/data/acsRegion",
                "/data/regionId",
                "/data/requestParameters/RegionId",
                "/aliyunregionid"),
            List.of(
                "/data/recipientAccountId",
                "/aliyunoriginalaccountid",
                "/data/userIdentity/accountId",
                "/aliyunaccountid")),
        Arguments.of(
            config,
            List.of(
                "/data/regionId",
                "/data/RegionId",
                "/data/region",
                "/data/Region",
                "/aliyunregionid"),
            List.of(
                "/data/accountId",
                "/data/AccountId",
                "/aliyunoriginalaccountid",
                "/aliyunaccountid")),
        Arguments.of(
            tagChange,
            List.of("/data/content/regionId", "/data/regionId", "/aliyunregionid"),
            List.of(
                "/aliyunoriginalaccountid",
                "/data/content/accountId",
                "/data/accountId",
                "/data/content/userId",
                "/data/userId",
                "/aliyunaccountid")),
        Arguments.of(
            direct,
            List.of("/data/resources/0/region", "/aliyunregionid"),
            List.of("/data/resources/0/account", "/aliyunoriginalaccountid", "/aliyunaccountid")),
        Arguments.of(arn, List.of("/data/acsRegion"), List.of("/data/recipientAccountId")));
  }

  @ParameterizedTest
  @MethodSource("places")
  void takesRegionAndAccountFromBestPlace(
      String event, List<String> regionPlaces, List<String> accountPlaces) throws Exception {
    for (int i = 0; i <= regionPlaces.size(); i++) {
      for (int k = 0; k <= accountPlaces.size(); k++) {
        ObjectNode body = (ObjectNode) MAPPER.readTree(event);
        List<String> regions = fill(body, regionPlaces, i, "r-");
        List<String> accounts = fill(body, accountPlaces, k, "");
        boolean isArn = event.contains("ResourceARN");
        // the audit event has one more copy of the call's parameters, below the first
        if (event.contains("r-4") && regions.size() < 2) {
          regions.add(0, "r-4");
        }
        regions.add("r-99");
        accounts.add("99");
        assertEquals(
            List.of(
                "look null instance i-1 "
                    + (isArn ? "r-0" : regions.get(0))
                    + " "
                    + (isArn ? "100" : accounts.get(0))),
            Lines.read(body.toString(), new EventContext(Map.of(), null, "99", "r-99")),
            body.toString());
      }
    }
  }

  /** Gives each place from the one at {@code first} on a value of its own. */
  private static List<String> fill(ObjectNode body, List<String> places, int first, String prefix) {
    List<String> values = new ArrayList<>();
    for (int i = first; i < places.size(); i++) {
      String place = places.get(i);
      int end = place.lastIndexOf('/');
      JsonNode parent = body.at(place.substring(0, end));
      String value = prefix + (10 + i);
      ((ObjectNode) parent).put(place.substring(end + 1), value);
      values.add(value);
    }
    return values;
  }
}
