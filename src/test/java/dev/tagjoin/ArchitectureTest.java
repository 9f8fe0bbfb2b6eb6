package dev.tagjoin;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the dependencies between the packages. A new package has to be named here. */
class ArchitectureTest {
  private static final String ROOT = "dev.tagjoin.";

  /** Each package and the other packages it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      table(
          """
          text:
          resource:
          event: resource text
          rule: resource text
          rule.book:        resource rule text
          net:
          ecs: ecs.auth ecs.limit net resource text
          ecs.auth: ecs resource
          ecs.limit: ecs resource
          group: ecs resource rule
          reconcile: ecs group reconcile.follow resource rule text
          reconcile.follow: ecs group reconcile resource rule text
          sweep: ecs reconcile reconcile.follow resource text
          doctor: ecs reconcile resource rule text
          report: doctor reconcile resource rule sweep
          http: doctor event group http.eventbridge net reconcile reconcile.follow report resource rule rule.book sweep text
          http.eventbridge: net resource
          transfer: resource rule rule.book text
          history: event reconcile resource rule text
          cli: doctor ecs history reconcile reconcile.follow report resource rule rule.book sweep text transfer
          nativeimage:
          app: cli doctor ecs ecs.limit event group http http.eventbridge nativeimage reconcile resource rule rule.book sweep text
          dev: doctor ecs http resource rule rule.book text
          """);

  private static final Pattern OF_TESTS =
      Pattern.compile("/test-classes/(dev/tagjoin/dev/[^$.]+)[^/]*\\.class$");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> isShipped(location) || isOfDevMode(location))
          .importPackages("dev.tagjoin");

  private static Map<String, Set<String>> table(String lines) {
    Map<String, Set<String>> table = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      String[] parts = line.split(":", -1);
      table.put(parts[0], Set.of(parts[1].strip().split(" +", -1)));
    }
    return table;
  }

  private static boolean isShipped(Location location) {
    return new ImportOption.DoNotIncludeTests().includes(location);
  }

  /** Dev mode's classes are compiled together with the tests; their sources tell them apart. */
  private static boolean isOfDevMode(Location location) {
    Matcher name = OF_TESTS.matcher(location.asURI().getPath());
    return name.find()
        && Files.exists(java.nio.file.Path.of("src", "dev", "java", name.group(1) + ".java"));
  }

  @Test
  void namesEveryPackage() {
    TreeSet<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      found.add(nameOf(type));
    }

    assertEquals(MAY_USE.keySet(), found);
  }

  @Test
  void packagesUseOnlyWhatTheyMay() {
    TreeSet<String> forbidden = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String from = nameOf(type);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT)) {
          String to = nameOf(target);
          if (!to.equals(from) && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
            forbidden.add(from + " -> " + to + ": " + dependency.getDescription());
          }
        }
      }
    }

    assertEquals(Set.of(), forbidden);
  }

  /** The name of the class's package below the root. */
  private static String nameOf(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  /** Two classes of one name make a reader guess which one is meant. */
  @Test
  void usesEachClassNameOnce() throws IOException {
    List<String> names;
    try (Stream<java.nio.file.Path> files = Files.walk(java.nio.file.Path.of("src"))) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
              .collect(Collectors.toCollection(ArrayList::new));
    }

    new TreeSet<>(names).forEach(names::remove);

    assertEquals(List.of(), names);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tagjoin.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void rulesAndEventsKnowNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tagjoin.rule..",
            "dev.tagjoin.event..",
            "dev.tagjoin.resource..",
            "dev.tagjoin.text..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..", "jakarta..", "com.aliyuncs..", "io.smallrye..")
        .check(CLASSES);
  }

  @Test
  void usesSdkInEcsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tagjoin.ecs..", "dev.tagjoin.nativeimage")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.aliyuncs..")
        .check(CLASSES);
  }

  @Test
  void usesPlatformsInHttpOnly() {
    noClasses()
        .that(resideInAnyPackage("dev.tagjoin.http..", "dev.tagjoin.dev..").negate())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "jakarta.ws.rs..", "io.vertx..")
        .check(CLASSES);
  }

  /** The builder of the native executable is not there on a JVM. */
  @Test
  void usesImageBuilderInNativeImageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tagjoin.nativeimage")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.oracle.svm..", "org.graalvm..")
        .check(CLASSES);
  }

  @Test
  void pathsAreServedByHttpAndDevMode() {
    classes()
        .that()
        .areAnnotatedWith(Path.class)
        .should()
        .resideInAnyPackage("dev.tagjoin.http..", "dev.tagjoin.dev..")
        .andShould()
        .haveSimpleNameEndingWith("Resource")
        .check(CLASSES);
  }
}
