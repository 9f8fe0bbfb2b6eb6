package dev.tagjoin.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bootstrap} of the JVM package, with a {@code java} that only prints how it is called. */
class BootstrapTest {
  private static final String OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  @TempDir Path dir;

  @BeforeEach
  void copyPackage() throws IOException {
    Files.createDirectories(dir.resolve("package"));
    Files.copy(Path.of("src/assembly/bootstrap"), dir.resolve("package/bootstrap"));
    Path java = Files.writeString(dir.resolve("java"), "#!/bin/sh\necho \"$(pwd)|$*\"\n");
    assertTrue(java.toFile().setExecutable(true));
  }

  private String start() throws Exception {
    ProcessBuilder bootstrap =
        new ProcessBuilder("sh", dir.resolve("package/bootstrap").toString())
            .redirectErrorStream(true);
    bootstrap.environment().merge("PATH", dir.toString(), (path, own) -> own + ":" + path);
    Process process = bootstrap.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.strip();
  }

  @Test
  void startsThePackageInItsOwnDirectory() throws Exception {
    Path home = dir.resolve("package").toRealPath();

    assertEquals(home + "|" + OPTIONS + " -jar quarkus-run.jar", start());
  }

  @Test
  void usesACacheOfClassesIfThereIsOne() throws Exception {
    Files.createFile(dir.resolve("package/app.aot"));

    String command = start();

    assertTrue(
        command.endsWith("|" + OPTIONS + " -XX:AOTCache=app.aot -jar quarkus-run.jar"), command);
  }
}
