package dev.tailspan.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailspan.local.stack.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The functions make their clients when they start, not at their first invocation: so they belong
 * to what Lambda initialises and takes a snapshot of, and wrong settings show at once.
 */
class FailedStartTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "collect,TAILSPAN_STREAM",
    "ingest,TAILSPAN_STAGING_TABLE",
    "finalize,TAILSPAN_STAGING_TABLE",
    "query,TAILSPAN_STAGING_TABLE"
  })
  void aFunctionThatLacksASettingEndsBeforeItIsInvoked(String name, String setting)
      throws Exception {
    Path zip = ROOT.resolve(Path.of("functions", name, "target", "function.zip"));
    assumeTrue(Files.isRegularFile(zip), zip + " is not built: './mvnw verify' builds it");
    FunctionSpec spec = FunctionSpec.quarkus(name, zip, directory, Map.of());
    try (LocalFunction function = LocalFunction.start(spec)) {
      assertThat(
              Await.until(Duration.ofSeconds(60), function::failedToStart, Boolean::booleanValue))
          .isTrue();
    }
    assertThat(spec.logFile()).content().contains(setting);
  }
}
