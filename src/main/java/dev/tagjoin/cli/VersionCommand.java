package dev.tagjoin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** {@code tagjoin version}. */
final class VersionCommand extends Command {
  VersionCommand() {
    super(
        "version",
        List.of(),
        "Print the version",
        "The options --version and -v do the same.",
        List.of(),
        List.of("always"),
        List.of("tagjoin version --json"),
        "{\"version\": text}");
  }

  @Override
  int run(Arguments arguments, Terminal terminal, Services services) {
    String version = version();
    terminal.print(
        arguments.has("--json") ? "{\"version\":\"" + version + "\"}" : "tagjoin " + version);
    return OK;
  }

  /** The version that the build wrote. */
  static String version() {
    Properties properties = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from the package", e);
    }
    return properties.getProperty("version");
  }
}
