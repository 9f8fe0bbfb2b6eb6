package dev.tagjoin.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/release} in a repository of its own, with a build that only writes its packages. */
class ReleaseScriptTest {
  private static final String BUILD =
      """
      #!/bin/sh
      mkdir -p target/sbom/META-INF/sbom
      echo "$@" | tee target/function.zip > target/function-compute.zip
      echo '{}' > target/sbom/META-INF/sbom/tagjoin.cdx.json
      """;

  @TempDir Path dir;

  private record Run(int exit, String output) {}

  @BeforeEach
  void repository() throws Exception {
    executable(".ci/release", Files.readString(Path.of(".ci/release")));
    executable("mvnw", BUILD);
    executable("graalvm/bin/native-image", "#!/bin/sh\n");
    Files.writeString(dir.resolve(".gitignore"), "target/\n");
    Files.writeString(
        dir.resolve("CHANGELOG.md"),
        "# Changes\n\n## Unreleased\n\n- next\n\n## 0.1.0 (2026-12-01)\n\n- first\n");
    version("0.1.0-SNAPSHOT");
    run("git init -q && git add -A && git commit -qm first");
  }

  private void executable(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true), name);
  }

  private void version(String version) throws IOException {
    Files.writeString(dir.resolve("pom.xml"), "  <version>" + version + "</version>\n");
  }

  private Run run(String command) throws Exception {
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", command).directory(dir.toFile());
    bash.redirectErrorStream(true);
    bash.environment().put("GRAALVM_HOME", dir.resolve("graalvm").toString());
    for (String who : Set.of("AUTHOR", "COMMITTER")) {
      bash.environment().put("GIT_" + who + "_NAME", "Somebody");
      bash.environment().put("GIT_" + who + "_EMAIL", "somebody@example.com");
    }
    Process process = bash.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private String released(String name) throws IOException {
    return Files.readString(dir.resolve("target/release").resolve(name));
  }

  @Test
  void makesFourPackagesWithChecksumsThatHold() throws Exception {
    Run run = run(".ci/release");

    assertEquals(0, run.exit(), run.output());
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(dir.resolve("target/release"))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    Set<String> expected = new TreeSet<>(Set.of("SHA256SUMS", "RELEASE_NOTES.md"));
    for (String name :
        Set.of("function-compute-jvm", "lambda-jvm", "function-compute-native", "lambda-native")) {
      expected.add("tagjoin-0.1.0-SNAPSHOT-" + name + ".zip");
      expected.add("tagjoin-0.1.0-SNAPSHOT-" + name + ".cdx.json");
    }
    assertEquals(expected, names);
    assertEquals(8, released("SHA256SUMS").lines().count());
    assertEquals(0, run("cd target/release && sha256sum --check SHA256SUMS").exit());
    String options = released("tagjoin-0.1.0-SNAPSHOT-function-compute-native.zip");
    assertTrue(options.contains("clean package") && options.contains("-Dnative"), options);
    assertTrue(released("RELEASE_NOTES.md").contains("- next"));
  }

  @Test
  void takesTheNotesOfATaggedVersion() throws Exception {
    version("0.1.0");
    run("git commit -qam release && git tag -a v0.1.0 -m release");

    Run run = run(".ci/release");

    assertEquals(0, run.exit(), run.output());
    assertEquals("- first", released("RELEASE_NOTES.md").strip());
  }

  @Test
  void refusesAVersionWithoutATag() throws Exception {
    version("0.1.0");
    run("git commit -qam release");

    Run run = run(".ci/release");

    assertEquals(1, run.exit());
    assertTrue(run.output().contains("git tag -a v0.1.0"), run.output());
  }

  @Test
  void refusesAVersionWithoutNotes() throws Exception {
    version("0.2.0");
    run("git commit -qam release && git tag -a v0.2.0 -m release");

    Run run = run(".ci/release");

    assertEquals(1, run.exit());
    assertTrue(run.output().contains("has no section '## 0.2.0'"), run.output());
  }

  @Test
  void refusesUncommittedChanges() throws Exception {
    version("0.1.0");

    Run run = run(".ci/release");

    assertEquals(1, run.exit());
    assertTrue(run.output().contains("commit or discard"), run.output());
  }
}
