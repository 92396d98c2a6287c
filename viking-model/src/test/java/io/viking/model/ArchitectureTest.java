package io.viking.model;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module's own architecture rules, beside those of the whole build. */
class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .importUrl(Job.class.getProtectionDomain().getCodeSource().getLocation());

  /** Annotations that the Immutables processor leaves in what it generates. */
  private static final String[] JDK_AND_ANNOTATIONS = {
    "java..", "org.immutables.value..", "org.jspecify.annotations.."
  };

  @Test
  void importsTheClassesOfAllPackages() {
    assertThat(MODULE.stream().map(JavaClass::getPackageName).distinct())
        .contains(
            "io.viking.model",
            "io.viking.model.placement",
            "io.viking.model.yaml",
            "io.viking.model.folder");
  }

  @Test
  void theValuesImportTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("io.viking.model")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(with("io.viking.model"))
        .check(MODULE);
  }

  @Test
  void placementImportsTheJdkAndTheValuesOnly() {
    classes()
        .that()
        .resideInAPackage("io.viking.model.placement")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(with("io.viking.model", "io.viking.model.placement"))
        .check(MODULE);
  }

  @Test
  void theDeploymentFolderImportsNoThirdParty() {
    classes()
        .that()
        .resideInAPackage("io.viking.model.folder")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            with("io.viking.model", "io.viking.model.yaml", "io.viking.model.folder"))
        .check(MODULE);
  }

  @Test
  void theValuesDoNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage("io.viking.model", "io.viking.model.placement")
        .should()
        .dependOnClassesThat(
            describe(
                "do input or output",
                type ->
                    Stream.of("java.nio.file", "java.net", "java.nio.channels")
                            .anyMatch(type.getPackageName()::startsWith)
                        || (type.getPackageName().equals("java.io")
                            && !type.getName().equals("java.io.Serializable"))))
        .check(MODULE);
  }

  @Test
  void noPackagesFormACycle() {
    slices().matching("io.viking.model.(**)").should().beFreeOfCycles().check(MODULE);
    noClasses()
        .that()
        .resideInAPackage("io.viking.model")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.viking.model.yaml..", "io.viking.model.folder..", "io.viking.model.placement..")
        .check(MODULE);
  }

  @Test
  void publicSignaturesHoldJdkAndVikingTypesOnly() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should(holdOwnTypesOnly())
        .check(MODULE);
  }

  @Test
  void nothingUsesTheStandardStreams() {
    noClasses().should().accessField(System.class, "out").check(MODULE);
    noClasses().should().accessField(System.class, "err").check(MODULE);
  }

  @Test
  void noStaticFieldCanBeChanged() {
    assertThat(MODULE.stream().flatMap(type -> type.getFields().stream()))
        .filteredOn(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .allMatch(field -> field.getModifiers().contains(JavaModifier.FINAL));
  }

  private static ArchCondition<JavaCodeUnit> holdOwnTypesOnly() {
    DescribedPredicate<JavaClass> foreign =
        describe("foreign", type -> !type.isPrimitive() && !isOwn(type));
    return new ArchCondition<>("hold JDK and viking types only") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(foreign)
            .forEach(type -> events.add(violation(unit, type)));
      }
    };
  }

  private static ConditionEvent violation(JavaMember member, JavaClass type) {
    return SimpleConditionEvent.violated(
        member, member.getFullName() + " has " + type.getName() + " in its signature");
  }

  private static boolean isOwn(JavaClass type) {
    return type.getPackageName().startsWith("java.")
        || type.getPackageName().startsWith("io.viking.");
  }

  private static String[] with(String... packages) {
    return Stream.concat(Stream.of(JDK_AND_ANNOTATIONS), Stream.of(packages))
        .toArray(String[]::new);
  }
}
