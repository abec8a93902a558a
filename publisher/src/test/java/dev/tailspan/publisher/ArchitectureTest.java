package dev.tailspan.publisher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.tailspan.publisher",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule nothingElseOfTailspanComesAlong =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.tailspan.publisher..",
              "java..",
              "org.jspecify..",
              "io.opentelemetry..",
              "software.amazon.awssdk..",
              "com.github.luben.zstd..");

  @ArchTest
  static final ArchRule theAwsSdkIsSeenByOneClass =
      noClasses()
          .that()
          .doNotHaveSimpleName("KinesisStream")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule zstdIsSeenByOneClassAndCanBeLeftOut =
      noClasses()
          .that()
          .doNotHaveSimpleName("ZstdFrames")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.luben..");

  @ArchTest
  static final ArchRule samplersAreInnermost =
      noClasses()
          .that()
          .resideInAPackage("..sampling..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..publisher.debug..", "..publisher.export..");

  @ArchTest
  static final ArchRule theExporterAndTheDebugMarkKnowNothingOfEachOther =
      noClasses()
          .that()
          .resideInAPackage("..publisher.debug..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..publisher.export..");
}
