package io.viking.docker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.viking.model.folder.FolderReading;
import io.viking.model.folder.StackReading;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rules that the package texts state. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.viking.docker");

  private static final DescribedPredicate<JavaClass> THIRD_PARTY =
      resideInAnyPackage(
              "com.github.dockerjava..",
              "com.fasterxml..",
              "io.netty..",
              "io.micrometer..",
              "io.prometheus..",
              "io.etcd..",
              "io.grpc..",
              "org.apache..",
              "org.yaml..",
              "com.google..")
          .as("third-party types");

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.viking.docker.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void dockerJavaIsUsedByTheEnginePackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.viking.docker.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void thePlanIsPure() {
    classes()
        .that(are(resideInAPackage("io.viking.docker.plan..")))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java.lang..",
                "java.util..",
                "java.math..",
                "java.time..",
                "java.nio.charset..",
                "java.security..",
                "io.viking.model",
                "io.viking.model.placement",
                "io.viking.links",
                "io.viking.docker.plan",
                "org.immutables..",
                "com.google.errorprone.annotations..", // in what Immutables generates
                "org.jspecify.."))
        .check(CLASSES);
  }

  @Test
  void whatIsDecidedFromOneLookToTheNextIsPure() {
    classes()
        .that(are(resideInAPackage("io.viking.docker.reconcile..")))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "io.viking.model",
                    "io.viking.model.placement",
                    "io.viking.docker.plan",
                    "io.viking.docker.reconcile",
                    "org.jspecify..")
                .or(type(FolderReading.class))
                .or(type(StackReading.class)))
        .check(CLASSES);
  }

  @Test
  void noClockAndNoThreadIsUsedToDecide() {
    noClasses()
        .that()
        .resideInAPackage("io.viking.docker.reconcile..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..").or(type(Thread.class)).or(type(Clock.class)))
        .check(CLASSES);
  }

  @Test
  void theAmbassadorKnowsNothingOfDocker() {
    noClasses()
        .that()
        .resideInAPackage("io.viking.docker.ambassador..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("com.github.dockerjava..")
                .or(
                    resideInAPackage("io.viking.docker..")
                        .and(
                            DescribedPredicate.not(
                                resideInAPackage("io.viking.docker.ambassador..")))))
        .check(CLASSES);
  }

  @Test
  void publicMethodsHaveNoThirdPartyTypesInTheirSignatures() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .notHaveRawReturnType(THIRD_PARTY)
        .andShould()
        .notHaveRawParameterTypes(
            DescribedPredicate.describe(
                "a third-party type", parameters -> parameters.stream().anyMatch(THIRD_PARTY)))
        .check(CLASSES);
  }

  @Test
  void nothingWritesToTheStandardStreams() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }
}
