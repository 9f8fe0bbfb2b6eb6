package dev.tagjoin.http;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tagjoin.Executable;
import dev.tagjoin.dev.EmbeddedAccount;
import org.junit.jupiter.api.BeforeAll;

/** {@link LeadingBytes} in the packaged function. On AWS Lambda it opens no port. */
class LeadingBytesIT extends PackagedFunction implements LeadingBytes {
  @BeforeAll
  static void start() {
    assumeFalse(Executable.LAMBDA, "the package is for another platform");
    start(EmbeddedAccount.seeded(), Executable.usual());
  }

  @Override
  public int port() {
    return function.port();
  }
}
