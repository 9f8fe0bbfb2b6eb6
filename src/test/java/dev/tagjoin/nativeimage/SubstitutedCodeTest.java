package dev.tagjoin.nativeimage;

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
 * Notices that code of the SDK has changed that the native executable replaces. A part that is gone
 * fails the build of the executable; a part that only changed would be replaced by something that
 * no longer fits.
 */
class SubstitutedCodeTest {
  private static final String SDK = "com.aliyuncs.";

  /**
   * Each class of the SDK that is replaced in part, and the classes that decide what replaces it.
   */
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
              List.of(SDK + "endpoint.LocalConfigRegionalEndpointResolver 969cdae3")));

  @Test
  void watchesEveryReplacedClass() {
    TreeSet<String> replaced = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tagjoin")) {
      if (type.isAnnotatedWith(TargetClass.class)) {
        replaced.add(type.getAnnotationOfType(TargetClass.class).className());
      }
    }
    // made by Quarkus' build; whether it fits is decided then, by FrozenConfigSupport
    replaced.remove("io.quarkus.runtime.generated.Config");
    assertEquals(new TreeSet<>(WRITTEN_AFTER.keySet()), replaced);
  }

  @Test
  void replacesWhatIsStillTheSame() throws IOException {
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
            + " does the same and still pays (benchmarks/start/README.md says how that is measured),"
            + " and write the new number here.");
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
