package dev.tagjoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.oracle.svm.core.annotate.TargetClass;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Notices that code has changed which is replaced in the native executable. What has disappeared
 * fails the build of the executable; what has only changed would be replaced for nothing, or with
 * something that does not fit any more.
 */
class SubstitutedCodeTest {
  private static final String SDK = "com.aliyuncs.";

  /** Each class that is replaced in part, and those that the replacement was written after. */
  private static final Map<String, List<String>> WRITTEN_AFTER =
      Map.ofEntries(
          Map.entry(
              SDK + "auth.signers.HmacSM3Signer",
              List.of(SDK + "auth.signers.HmacSM3Signer a735b531")),
          Map.entry(
              SDK + "unmarshaller.XmlUnmashaller",
              List.of(SDK + "unmarshaller.XmlUnmashaller 3eee6229")),
          Map.entry(SDK + "reader.XmlReader", List.of(SDK + "reader.XmlReader 7ccd4e05")),
          Map.entry(SDK + "utils.ParameterHelper", List.of(SDK + "utils.ParameterHelper 9a566b7a")),
          Map.entry(
              SDK + "utils.LogUtils",
              List.of(SDK + "utils.LogUtils 472294c9", SDK + "DefaultAcsClient 9f652183")),
          Map.entry(
              SDK + "endpoint.LocalConfigRegionalEndpointResolver",
              List.of(SDK + "endpoint.LocalConfigRegionalEndpointResolver 969cdae3")),
          Map.entry(
              "io.quarkus.arc.impl.CurrentManagedContext$CurrentContextState",
              List.of("io.quarkus.arc.impl.CurrentManagedContext$CurrentContextState 9035fbdf")),
          Map.entry(
              "io.vertx.core.impl.VertxImpl", List.of("io.vertx.core.impl.VertxImpl 88e45641")),
          Map.entry(
              "io.vertx.core.impl.btc.BlockedThreadChecker",
              List.of("io.vertx.core.impl.btc.BlockedThreadChecker 1c601d11")),
          Map.entry(
              "io.netty.util.internal.PlatformDependent0",
              List.of("io.netty.util.internal.PlatformDependent0 d93ad8c8")),
          Map.entry(
              "io.quarkus.netty.runtime.MachineIdGenerator",
              List.of("io.quarkus.netty.runtime.MachineIdGenerator c8d07dad")),
          // made by Quarkus' build; its parts are what takes the time that the replacement saves
          Map.entry(
              "io.quarkus.runtime.generated.Config",
              List.of(
                  "io.quarkus.runtime.configuration.AbstractConfigBuilder 975807a7",
                  "io.quarkus.runtime.configuration.QuarkusConfigFactory c3bb446e",
                  "io.smallrye.config.ConfigMappingContext da0870c6",
                  "io.smallrye.config.DefaultValuesConfigSource 9d57c9c9",
                  "io.smallrye.config.SmallRyeConfig d6991168")),
          // of the JDK that builds the executable, which is not the one that runs this test, and of
          // the builder, whose version is asked for where it is replaced
          Map.entry("sun.net.www.http.HttpClient", List.of()),
          Map.entry("com.oracle.svm.core.genscavenge.ThreadLocalAllocation", List.of()),
          Map.entry("com.oracle.svm.core.genscavenge.AbstractCollectionPolicy", List.of()));

  @Test
  void everyReplacedClassIsWatched() {
    TreeSet<String> replaced = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tagjoin")) {
      if (type.isAnnotatedWith(TargetClass.class)) {
        replaced.add(type.getAnnotationOfType(TargetClass.class).className());
      }
    }
    assertEquals(new TreeSet<>(WRITTEN_AFTER.keySet()), replaced);
  }

  @Test
  void whatIsReplacedIsStillWhatItWas() throws IOException {
    Map<String, List<String>> now = new TreeMap<>();
    for (Map.Entry<String, List<String>> replaced : WRITTEN_AFTER.entrySet()) {
      List<String> prints = new ArrayList<>();
      for (String known : replaced.getValue()) {
        String name = known.substring(0, known.indexOf(' '));
        prints.add(name + " " + fingerprint(name));
      }
      now.put(replaced.getKey(), prints);
    }
    assertEquals(
        new TreeMap<>(WRITTEN_AFTER),
        now,
        "A new version brought other code. Read what changed, see whether the substitution still"
            + " does the same and still pays (docs/native.md says how that is measured), and write"
            + " the new number here.");
  }

  private static String fingerprint(String name) throws IOException {
    try (InputStream in =
        SubstitutedCodeTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      if (in == null) {
        return "is gone";
      }
      CRC32 sum = new CRC32();
      sum.update(in.readAllBytes());
      return Long.toHexString(sum.getValue());
    }
  }
}
