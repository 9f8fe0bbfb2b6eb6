package dev.tagjoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.dev.EmbeddedAccount;
import dev.tagjoin.dev.EmbeddedEcs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is uploaded holds nothing that is for development: no embedded ECS, no page, no Swagger. */
class PackageIT {
  private static final Path TARGET = Path.of("target");
  private static final List<String> FOREIGN =
      List.of(
          "dev/tagjoin/dev/",
          "swagger",
          "openapi",
          "embeddedecs",
          "selenium",
          "resources/webjars/");

  @Test
  void packsNothingOfDevelopment() throws IOException {
    List<String> names = new ArrayList<>();
    for (String archive : List.of("function.zip", "function-compute.zip")) {
      if (Files.exists(TARGET.resolve(archive))) {
        read(archive, Files.newInputStream(TARGET.resolve(archive)), names);
      }
    }
    Path application = TARGET.resolve("quarkus-app");
    if (Files.exists(application)) {
      try (Stream<Path> files = Files.walk(application)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          names.add(file.toString());
          if (file.toString().endsWith(".jar")) {
            read(file.toString(), Files.newInputStream(file), names);
          }
        }
      }
    }
    assertTrue(
        names.stream().anyMatch(n -> n.endsWith("dev/tagjoin/http/EventsResource.class"))
            || Files.exists(executable()),
        "the application itself is found");
    assertEquals(List.of(), names.stream().filter(PackageIT::isForeign).toList());
  }

  @Test
  void billOfMaterialsIsInEveryPackage() throws IOException {
    assumeFalse(
        "offline=true".equals(System.getProperty("maven.build")), "Maven makes none offline");
    int packages = 0;
    for (String archive : List.of("function.zip", "function-compute.zip")) {
      if (Files.exists(TARGET.resolve(archive))) {
        packages++;
        assertListsLibraries(archive);
      }
    }
    assertTrue(packages > 0, "a package is found");
  }

  private static void assertListsLibraries(String archive) throws IOException {
    try (ZipFile zip = new ZipFile(TARGET.resolve(archive).toFile())) {
      ZipEntry entry = zip.getEntry("META-INF/sbom/tagjoin.cdx.json");
      assertNotNull(entry, archive);
      JsonNode bill = new ObjectMapper().readTree(zip.getInputStream(entry));
      assertEquals("CycloneDX", bill.path("bomFormat").textValue());
      TreeSet<String> names = new TreeSet<>();
      bill.path("components").forEach(c -> names.add(c.path("name").textValue()));
      assertTrue(
          names.containsAll(List.of("aliyun-java-sdk-ecs", "netty-codec-http")), names::toString);
      assertFalse(names.contains("archunit"), "only what ships is listed");
    }
  }

  @Test
  void compilesNothingOfDevelopment() throws IOException {
    if (Files.exists(executable())) {
      String content = new String(Files.readAllBytes(executable()), StandardCharsets.ISO_8859_1);
      assertTrue(content.contains("dev.tagjoin.http.EventsResource"), "names are readable");
      for (String foreign : List.of("dev.tagjoin.dev.", "dev/tagjoin/dev/", "swagger-ui")) {
        assertTrue(!content.contains(foreign), foreign);
      }
    }
  }

  @Test
  void launcherRunsWhatWasBuilt() throws IOException, InterruptedException {
    String output = launch(Map.of(), "check", "examples/rules.yaml");

    assertTrue(output.startsWith("examples/rules.yaml: valid; "), output);
  }

  /** The SDK and its HTTP client log when a call succeeds. */
  @Test
  void launcherPrintsNothingBesidesTheAnswer() throws IOException, InterruptedException {
    try (EmbeddedEcs ecs = EmbeddedEcs.start(EmbeddedAccount.seeded())) {
      Map<String, String> environment =
          Map.of(
              "TAGJOIN_ECS_ENDPOINT",
              ecs.endpoint().toString(),
              "ALIBABA_CLOUD_ACCESS_KEY_ID",
              EmbeddedAccount.ACCESS_KEY_ID,
              "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
              EmbeddedAccount.ACCESS_KEY_SECRET,
              "TAGJOIN_REGIONS",
              "cn-hangzhou");

      String output = launch(environment, "groups");

      assertTrue(output.startsWith("# account " + EmbeddedAccount.ID + "\ngroups:\n"), output);
    }
  }

  /** What a successful command prints to both outputs. */
  private static String launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TARGET.resolve("tagjoin").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static Path executable() {
    return Path.of(System.getProperty("native.image.path"));
  }

  private static boolean isForeign(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    return FOREIGN.stream().anyMatch(lower::contains);
  }

  /** Collects the names of an archive and of the archives in it. */
  private static void read(String path, InputStream content, List<String> names)
      throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = path + "!" + entry.getName();
        names.add(name);
        if (name.endsWith(".jar")) {
          // a stream of its own would be closed with the inner archive
          read(name, new java.io.ByteArrayInputStream(zip.readAllBytes()), names);
        }
      }
    }
  }
}
