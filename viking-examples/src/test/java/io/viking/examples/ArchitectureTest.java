package io.viking.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules that the package texts state. */
class ArchitectureTest {
  private static final String BENCH = "io.viking.examples.bench";

  private static final JavaClasses EXAMPLES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.viking.examples");

  @Test
  void seesTheClassesOfThisModule() {
    assertThat(EXAMPLES.contain("io.viking.examples.cli.Main")).isTrue();
    assertThat(EXAMPLES.contain(BENCH + ".RawEtcd")).isTrue();
  }

  @Test
  void onlyTheBenchmarksUseEtcdsClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BENCH)
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.etcd..", "io.grpc.."))
        .check(EXAMPLES);
  }

  @Test
  void theContestantsThatAreVikingsUseNothingOfEtcds() {
    noClasses()
        .that()
        .haveNameMatching(".*\\.bench\\.Viking.*")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.etcd..", "io.grpc.."))
        .check(EXAMPLES);
  }
}
