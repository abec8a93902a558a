package dev.tailspan.functions.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionMetricsTest {
  @Test
  void aLineIsInTheEmbeddedMetricFormat() {
    String line =
        new FunctionMetrics("ingest", "spans", 1_764_000_000_000L)
            .count(FunctionMetrics.SPANS, 12)
            .millis(FunctionMetrics.WATERMARK_LAG, 34)
            .line();

    assertThat(line)
        .isEqualTo(
            "{\"_aws\":{\"Timestamp\":1764000000000,\"CloudWatchMetrics\":[{\"Namespace\":\"Tailspan\","
                + "\"Dimensions\":[[\"Stream\"]],\"Metrics\":[{\"Name\":\"Spans\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"WatermarkLag\",\"Unit\":\"Milliseconds\"}]}]},"
                + "\"Function\":\"ingest\",\"Stream\":\"spans\",\"Spans\":12,\"WatermarkLag\":34}");
  }

  @Test
  void aNameThatIsOddStaysOneLine() {
    assertThat(new FunctionMetrics("ingest", "a\"b\nc", 0).count("X", 1).line())
        .contains("\"Stream\":\"a\\\"b\\nc\"")
        .doesNotContain("\n");
  }
}
