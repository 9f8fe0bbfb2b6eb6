package dev.tagjoin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** {@code tagjoin version}. */
final class VersionCommand implements Command {
  private static final CommandSpec SPEC =
      new CommandSpec(
          "version",
          List.of(),
          "Print the version",
          "The options --version and -v do the same.",
          List.of(),
          List.of("always"),
          List.of("tagjoin version --json"),
          "{\"version\": text}");

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal, Services services) throws IOException {
    String version = version();
    terminal.print(
        arguments.has("--json") ? "{\"version\":\"" + version + "\"}" : "tagjoin " + version);
    return OK;
  }

  /** The version that the build wrote. */
  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }
}
