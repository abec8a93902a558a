package dev.tailspan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.tailspan", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String CORE = "dev.tailspan";
  private static final String BROKEN = "dev.tailspan.broken";

  @ArchTest static final ArchRule arrows = CoreRules.arrowsPointInwards(CORE);
  @ArchTest static final ArchRule places = CoreRules.everyPackageHasItsPlace(CORE);
  @ArchTest static final ArchRule memory = CoreRules.memoryIsForTestsAndSimulation(CORE);
  @ArchTest static final ArchRule outerWorld = CoreRules.noClockRandomOrEnvironment();
  @ArchTest static final ArchRule cloud = CoreRules.noCloud();
  @ArchTest static final ArchRule network = CoreRules.noNetworkAndNoXml();

  private final JavaClasses broken = new ClassFileImporter().importPackages(BROKEN);

  @Test
  void anArrowThatPointsOutwardsIsFound() {
    assertBroken(CoreRules.arrowsPointInwards(BROKEN), "PointsOutwards", "Decides");
  }

  @Test
  void aPackageWithoutAPlaceIsFound() {
    assertBroken(CoreRules.everyPackageHasItsPlace(BROKEN), "Homeless");
  }

  @Test
  void useOfTheInMemoryStoreIsFound() {
    assertBroken(CoreRules.memoryIsForTestsAndSimulation(BROKEN), "Decides", "MemoryStore");
  }

  @Test
  void clockRandomAndEnvironmentAreFound() {
    assertBroken(
        CoreRules.noClockRandomOrEnvironment(),
        "Instant.now()",
        "System.currentTimeMillis()",
        "Clock.systemUTC()",
        "System.getenv(",
        "UUID.randomUUID()",
        "java.util.Random");
  }

  @Test
  void anAddressThatIsAskedAndXmlThatIsReadAreFound() {
    assertBroken(CoreRules.noNetworkAndNoXml(), "java.net.URL", "javax.xml.parsers");
  }

  private void assertBroken(ArchRule rule, String... named) {
    assertThat(broken).isNotEmpty();
    assertThatThrownBy(() -> rule.check(broken)).hasMessageContainingAll(named);
  }
}
