package io.viking.links;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Socket;
import java.net.URL;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.viking.links");

  @Test
  void usesNothingButTheJdkAndTheModel() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.viking.links",
            "io.viking.model",
            "java.lang..",
            "java.net",
            "java.util..",
            // What the compiler and the generated classes are annotated with.
            "org.jspecify.annotations",
            "org.immutables.value",
            "javax.annotation..")
        .check(CLASSES);
  }

  @Test
  void doesNoInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(System.class, Runtime.class, ProcessBuilder.class, Socket.class, URL.class)
        .check(CLASSES);
  }
}
