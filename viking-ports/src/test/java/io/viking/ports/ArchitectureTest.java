package io.viking.ports;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PORTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.viking.ports");

  @Test
  void seesTheClassesOfThisModule() {
    assertThat(PORTS.contain(ClusterStore.class)).isTrue();
    assertThat(PORTS.contain(EtcdClient.class)).isTrue();
  }

  @Test
  void knowsOfVikingsModulesOnlyTheModel() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.viking..")
                .and(not(resideInAnyPackage("io.viking.ports..", "io.viking.model.."))))
        .check(PORTS);
  }

  @Test
  void keepsEtcdsClientToPackagePrivateClasses() {
    classes()
        .that()
        .arePublic()
        .should()
        .onlyDependOnClassesThat(not(resideInAnyPackage("io.etcd..", "io.grpc..", "io.netty..")))
        .check(PORTS);
  }

  @Test
  void keepsEtcdsClientToTheClassesNamedAfterIt() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("Local")
        .or()
        .haveSimpleNameStartingWith("Memory")
        .or()
        .haveSimpleName("PortChooser")
        .or()
        .haveSimpleName("PortRecords")
        .or()
        .haveSimpleName("EtcdKeys")
        .or()
        .haveSimpleName("EndpointView")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.etcd..", "io.grpc.."))
        .check(PORTS);
  }

  @Test
  void showsOnlyItsOwnAndTheJdksTypesInPublicSignatures() {
    List<String> foreign =
        PORTS.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(
                unit ->
                    signature(unit)
                        .filter(type -> !isOwnOrJdk(type))
                        .map(type -> unit.getFullName() + " shows " + type.getName()))
            .toList();

    assertThat(foreign).isEmpty();
  }

  private static Stream<JavaClass> signature(JavaCodeUnit unit) {
    return Stream.concat(
        Stream.of(unit.getRawReturnType()),
        Stream.concat(
            unit.getRawParameterTypes().stream(),
            unit.getThrowsClause().stream().map(thrown -> thrown.getRawType())));
  }

  private static boolean isOwnOrJdk(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    String name = base.getPackageName();
    return base.isPrimitive() || name.startsWith("java.") || name.startsWith("io.viking.");
  }

  @Test
  void writesToNoStandardStream() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PORTS);
  }
}
