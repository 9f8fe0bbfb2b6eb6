package dev.tagjoin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages: which may know which. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tagjoin");

  @Test
  void everyPackageIsRead() {
    for (String name :
        new String[] {
          "http", "event", "rule", "reconcile", "sweep", "doctor", "ecs", "app", "dev", "text"
        }) {
      assertTrue(
          CLASSES.stream().anyMatch(c -> c.getPackageName().equals("dev.tagjoin." + name)), name);
    }
  }

  @Test
  void arrowsPointAsTheDataFlows() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("app")
        .definedBy("dev.tagjoin.app")
        .layer("http")
        .definedBy("dev.tagjoin.http")
        .layer("sweep")
        .definedBy("dev.tagjoin.sweep")
        .layer("doctor")
        .definedBy("dev.tagjoin.doctor")
        .layer("event")
        .definedBy("dev.tagjoin.event")
        .layer("reconcile")
        .definedBy("dev.tagjoin.reconcile")
        .layer("ecs")
        .definedBy("dev.tagjoin.ecs")
        .layer("rule")
        .definedBy("dev.tagjoin.rule")
        .layer("resource")
        .definedBy("dev.tagjoin.resource")
        .layer("text")
        .definedBy("dev.tagjoin.text")
        .layer("dev")
        .definedBy("dev.tagjoin.dev")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("dev")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("app", "dev")
        .whereLayer("sweep")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("doctor")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("event")
        .mayOnlyBeAccessedByLayers("app", "http")
        .whereLayer("reconcile")
        .mayOnlyBeAccessedByLayers("app", "http", "sweep", "doctor")
        .whereLayer("ecs")
        .mayOnlyBeAccessedByLayers("app", "dev", "sweep", "reconcile", "doctor")
        .whereLayer("rule")
        .mayOnlyBeAccessedByLayers("app", "dev", "http", "reconcile", "doctor")
        .whereLayer("text")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void rulesAndEventsKnowNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tagjoin.rule", "dev.tagjoin.event", "dev.tagjoin.resource", "dev.tagjoin.text")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..", "jakarta..", "com.aliyuncs..", "io.smallrye..")
        .check(CLASSES);
  }

  @Test
  void onlyEcsKnowsTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tagjoin.ecs")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.aliyuncs..")
        .check(CLASSES);
  }

  @Test
  void onlyHttpKnowsThePlatform() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tagjoin.http", "dev.tagjoin.dev")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "jakarta.ws.rs..")
        .check(CLASSES);
    // what replaces code of Vert.x in the executable has to name its types
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.tagjoin.http", "dev.tagjoin.dev", "dev.tagjoin.app.nativeimage")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(CLASSES);
  }

  /** What the executable is built with is not there on a JVM. */
  @Test
  void onlyWhatIsForTheExecutableKnowsItsBuilder() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.tagjoin.app.nativeimage", "dev.tagjoin.ecs")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.oracle.svm..", "org.graalvm..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tagjoin.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void pathsAreServedByHttpAndInDevModeByDev() {
    classes()
        .that()
        .areAnnotatedWith(Path.class)
        .should()
        .resideInAnyPackage("dev.tagjoin.http", "dev.tagjoin.dev")
        .andShould()
        .haveSimpleNameEndingWith("Resource")
        .check(CLASSES);
  }
}
