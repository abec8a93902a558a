package dev.tailspan.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short chaos on the real processes; a long one is {@code ./tailspan chaos}. */
class ChaosTest {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long SEED = Long.getLong("tailspan.chaos.seed", System.nanoTime());
  private static final int KILLS = 12;

  private static final int FEWEST_KILLS = 4;
  private static final Duration LASTING = Duration.ofSeconds(40);

  static void assumeBuilt() {
    Path zip = ROOT.resolve("functions/ingest/target/function.zip");
    assumeTrue(Files.isRegularFile(zip), zip + " is not built: './mvnw verify' builds it");
  }

  @Test
  void whateverIsKilledAndBrokenEverySpanIsAccountedForOnce(@TempDir Path data) throws Exception {
    assumeBuilt();
    System.out.println("-Dtailspan.chaos.seed=" + SEED);
    try (LocalStack stack = LocalStack.start(Chaos.settings(ROOT, data), Progress.SILENT)) {
      Chaos.Plan plan = new Chaos.Plan(SEED, LASTING, KILLS, 60);
      ChaosReport report = new Chaos(stack, data, plan, System.out::println).run();
      System.out.print(report.text());
      assertThat(report.findings().described()).isEmpty();
      assertThat(report.findings().none()).isTrue();
      assertThat(report.kills()).isBetween(FEWEST_KILLS, KILLS);
      assertThat(report.succeeded()).isPositive();
      assertThat(report.account().keptSpans()).isPositive();
      assertThat(report.account().droppedSpans()).isPositive();
      assertThat(report.account().spans())
          .isEqualTo(report.account().keptSpans() + report.account().droppedSpans());
      assertThat(report.account().lookups()).isEqualTo(report.account().traces());
    }
  }
}
