package dev.tagjoin.deploy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagjoin.FunctionTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schedule of the SAM template calls the function without HTTP, in the form of a request. */
@QuarkusTest
@TestProfile(AwsScheduleTest.Profile.class)
public class AwsScheduleTest extends FunctionTest {

  /** The settings of the template that the sweep needs. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tagjoin.auth", "platform", "tagjoin.regions", REGION);
    }
  }

  @Test
  void scheduledInputStartsASweep() throws IOException {
    assumeTrue("lambda".equals(System.getProperty("test.platform")), "for AWS Lambda alone");
    String input =
        YamlFile.read("deploy/aws/template.yaml")
            .at("/Resources/Sweep/Properties/Events/Nightly/Properties/Input")
            .textValue();

    given()
        .contentType("application/json")
        .body(input)
        .post("/_lambda_")
        .then()
        .body("statusCode", is(200))
        .body("body", containsString("\"seen\":"));
  }
}
