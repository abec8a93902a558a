package dev.tailspan.stores;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.tailspan.stores", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final DescribedPredicate<JavaClass> OF_A_LIBRARY =
      resideInAnyPackage("software.amazon..", "org.apache.parquet..", "org.apache.hadoop..");

  /** Constructors and factories take clients; what the core calls knows nothing of them. */
  @ArchTest
  static final ArchRule portsNameNoLibraryType =
      methods()
          .that()
          .arePublic()
          .and()
          .areNotStatic()
          .and()
          .areDeclaredInClassesThat(assignableTo(resideInAPackage("dev.tailspan.storage")))
          .should(not(nameALibraryType()))
          .allowEmptyShould(true);

  /** So that functions which write no Parquet can leave its fifteen megabytes out of their zip. */
  @ArchTest
  static final ArchRule parquetStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tailspan.stores.parquet..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule lambdaStaysInTheFunctions =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.amazonaws..", "io.quarkus..")
          .allowEmptyShould(true);

  @Test
  void aPortThatNamesAnSdkTypeIsFound() {
    var broken = new ClassFileImporter().importPackages("dev.tailspan.stores.broken");

    assertThatThrownBy(() -> portsNameNoLibraryType.check(broken))
        .hasMessageContaining("LeakyQuarantine.client()");
  }

  private static ArchCondition<JavaMethod> nameALibraryType() {
    return new ArchCondition<>("name a library's type") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean names = method.getAllInvolvedRawTypes().stream().anyMatch(OF_A_LIBRARY);
        events.add(
            new SimpleConditionEvent(
                method, names, method.getFullName() + " names a library's type"));
      }
    };
  }
}
