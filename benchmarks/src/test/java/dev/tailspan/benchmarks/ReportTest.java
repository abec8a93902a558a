package dev.tailspan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "0.01874 | 0.0187",
        "0.5 | 0.5",
        "1.6789 | 1.679",
        "12.34567 | 12.35",
        "123.456 | 123.5",
        "1234.4 | 1,234",
        "495000 | 495,000",
        "NaN | NaN"
      })
  void numbersHaveAsManyDigitsAsSaySomething(double value, String text) {
    assertThat(Report.number(value)).isEqualTo(text);
  }

  @Test
  void aSectionIsNamedOnceInTheTable() {
    String table =
        Report.table(
            List.of(
                new Measurement("ingest", "zstd alone", Measurement.figures("CPU-s", 1.25)),
                new Measurement("ingest", "all", Measurement.figures("CPU-s", 2, "x", 1.6))));
    assertThat(table)
        .isEqualTo(
            """
            | section | what       | figures |
            | ------- | ---------- | ------- |
            | ingest  | zstd alone | 1.25 CPU-s |
            |         | all        | 2 CPU-s, 1.6 x |
            """);
  }
}
