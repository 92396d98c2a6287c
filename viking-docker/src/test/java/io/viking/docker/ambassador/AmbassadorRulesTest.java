package io.viking.docker.ambassador;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class AmbassadorRulesTest {
  private static final String HERE = "io.viking.docker.ambassador..";

  private final JavaClasses ambassador =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.viking.docker.ambassador");

  @Test
  void couldMoveOutByMovingAFolder() {
    classes()
        .that()
        .resideInAPackage(HERE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            HERE,
            "java..",
            // TCP_QUICKACK; a module of every JDK.
            "jdk.net..",
            "com.sun.management", // the process's limit of open files
            "com.sun.jna", // the size of pipes
            "io.netty..",
            "io.viking.ports..",
            "io.viking.model..",
            "org.slf4j..",
            // Annotations, none of which is needed to run it.
            "org.jspecify.annotations..",
            "org.immutables.value..",
            "com.google.errorprone.annotations..",
            "javax.annotation..")
        .check(ambassador);
  }

  @Test
  void keepsThePolicyFreeOfSocketsAndEventLoops() {
    noClasses()
        .that()
        .haveNameMatching(
            ".*\\.(Core|Routing|Route|Balancer|BackendView|WaitingRoom|Traffic|Session|"
                + "Journal|ConnectionLimits|Quota|Tally|ServiceTally|Tallies)")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "java.nio..")
        .check(ambassador);
  }

  @Test
  void showsNoNettyTypeToItsUsers() {
    DescribedPredicate<JavaClass> netty = resideInAPackage("io.netty..");

    methods()
        .that()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should()
        .notHaveRawReturnType(netty)
        .andShould()
        .notHaveRawParameterTypes(anyElementThat(netty))
        .check(ambassador);
  }
}
