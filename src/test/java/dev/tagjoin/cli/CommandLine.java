package dev.tagjoin.cli;

import dev.tagjoin.app.CommandServices;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process, with an environment and streams of its own. */
public final class CommandLine {
  final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String input = "";
  private boolean isTerminal;
  private boolean isColored;

  /** Lets the environment name an embedded ECS and its key. */
  void reach(EmbeddedEcs ecs) {
    String endpoint = ecs.endpoint().toString();
    environment.put("TAGJOIN_ECS_ENDPOINT", endpoint);
    environment.put("TAGJOIN_STS_ENDPOINT", endpoint);
    environment.put("TAGJOIN_RESOURCE_MANAGER_ENDPOINT", endpoint);
    environment.put("TAGJOIN_REGIONS", "cn-hangzhou");
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_ID", EmbeddedAccount.ACCESS_KEY_ID);
    environment.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", EmbeddedAccount.ACCESS_KEY_SECRET);
  }

  /** What standard input holds. */
  CommandLine withInput(String text) {
    input = text;
    return this;
  }

  /** With a person who answers questions and watches the progress. */
  CommandLine onTerminal(String answer) {
    isTerminal = true;
    return withInput(answer);
  }

  CommandLine colored() {
    isColored = true;
    return this;
  }

  /** Runs a command; the outputs are those of this run. */
  public int run(String... arguments) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            isTerminal,
            isTerminal,
            isColored);
    return Commands.run(arguments, terminal, new CommandServices(environment));
  }

  /** What the last command wrote to standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What the last command wrote to standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
