package dev.tailspan.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnduranceReportTest {
  private static final Endurance.Plan PLAN =
      new Endurance.Plan(1, Duration.ofMinutes(10), 200, 1000);
  private static final Audit.Account NOTHING = new Audit.Account(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Twenty samples of one process: 100 MB until it is warm, then what is given, evenly. */
  private static EnduranceReport report(long firstMegabytes, long lastMegabytes, long lagMillis) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      long megabytes = i < 8 ? 100 : i < 14 ? firstMegabytes : lastMegabytes;
      samples.add(new Sample(i * 30, Map.of("ingest", megabytes * 1024), lagMillis, 10, 0, 0, 0));
    }
    return new EnduranceReport(
        PLAN, samples, 240, List.of(3000L, 4000L), "no hot trace", NOTHING, new Findings());
  }

  @Test
  void memoryThatWentUpBeforeItWasWarmIsFlat() {
    EnduranceReport report = report(150, 160, 500);
    assertThat(report.text())
        .contains("good  memory of ingest: median 150 MB, then 160 MB (+6.7 %)");
    assertThat(report.good()).isTrue();
  }

  @Test
  void memoryThatGoesOnGrowingIsNot() {
    EnduranceReport report = report(150, 170, 500);
    assertThat(report.text()).contains("BAD   memory of ingest: median 150 MB, then 170 MB");
    assertThat(report.good()).isFalse();
  }

  @Test
  void aLagBeyondAMinuteIsTooMuch() {
    assertThat(report(150, 150, 60_000).good()).isTrue();
    EnduranceReport report = report(150, 150, 60_001);
    assertThat(report.text()).contains("BAD   iterator lag: median 60.0 s, longest 60.0 s");
    assertThat(report.good()).isFalse();
  }

  @Test
  void whatIsFoundWrongMakesItBad() {
    EnduranceReport report = report(150, 150, 0);
    report.findings().lost(2, "two spans");
    assertThat(report.text()).contains("lost 2, duplicated 0", "  lost: two spans");
    assertThat(report.good()).isFalse();
  }

  @Test
  void theJsonHasSamplesAndVerdicts() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(150, 170, 500).json());
    assertThat(json.path("good").asBoolean()).isFalse();
    assertThat(json.path("samples")).hasSize(20);
    assertThat(json.path("samples").path(19).path("residentKilobytes").path("ingest").asLong())
        .isEqualTo(170 * 1024);
    assertThat(json.path("verdicts").path(0).path("holds").asBoolean()).isFalse();
  }
}
