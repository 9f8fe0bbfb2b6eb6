package dev.tagjoin.http;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.Executable;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.resource.ResourceKind;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;

/**
 * {@link RequestHeads} in the packaged function. AWS Lambda hands over whole requests only; on
 * Function Compute the function listens itself.
 */
class RequestHeadsIT extends PackagedFunction implements SlowHeads {
  @BeforeAll
  static void start() {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    start(EmbeddedAccount.seeded(), Executable.usual());
  }

  @Override
  public int port() {
    return function.port();
  }

  @Override
  public String longRequest() {
    // a look, the move, and a look after it
    ecs.faults().delay(Duration.ofSeconds(4));
    String event = Events.tagged(ResourceKind.INSTANCE, WEB);
    return "POST /events HTTP/1.1\r\nHost: tagjoin\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + event.length()
        + "\r\n\r\n"
        + event;
  }
}
