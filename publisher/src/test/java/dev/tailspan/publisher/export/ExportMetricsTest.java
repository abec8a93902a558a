package dev.tailspan.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExportMetricsTest {
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private static Map<String, Long> values(InMemoryMetricReader reader) {
    return reader.collectAllMetrics().stream()
        .collect(
            Collectors.toMap(
                MetricData::getName,
                metric ->
                    metric.getLongSumData().getPoints().stream()
                        .filter(point -> point.getAttributes().get(ERROR_TYPE) == null)
                        .mapToLong(point -> point.getValue())
                        .sum()));
  }

  @Test
  void countsReachMetersThatComeLaterAndLossesCarryTheirReason() {
    AtomicReference<MeterProvider> meters = new AtomicReference<>();
    KinesisSpanExporter exporter =
        KinesisSpanExporter.over(
            ExporterSettings.forStream("spans"),
            new ScriptedStream().then(ScriptedStream.refusing(0)),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0),
            meters::get);
    exporter.export(TestSpans.some(10));
    exporter.export(TestSpans.some(0, 1, "x".repeat(2 << 20)));
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    meters.set(provider);
    exporter.export(TestSpans.some(10, 5, "v"));
    exporter.flush().join(60, TimeUnit.SECONDS);
    assertThat(values(reader))
        .containsEntry("otel.sdk.exporter.span.exported", 15L)
        .containsEntry("otel.sdk.exporter.span.inflight", 0L)
        .containsEntry("tailspan.publisher.queue.size", 0L)
        .containsEntry("tailspan.publisher.record.retries", 1L);
    assertThat(reader.collectAllMetrics())
        .filteredOn(metric -> metric.getName().equals("otel.sdk.exporter.span.exported"))
        .flatExtracting(metric -> metric.getLongSumData().getPoints())
        .filteredOn(point -> point.getAttributes().get(ERROR_TYPE) != null)
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.getValue()).isEqualTo(1);
              assertThat(point.getAttributes().get(ERROR_TYPE)).isEqualTo("span_too_large");
            });
    exporter.close();
    provider.close();
  }

  @Test
  void aThousandLossesMakeAFewLinesInTheLogAndTheLastSaysHowManyThereWere() {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            lines.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    Ledger ledger = new Ledger("spans", logger);
    for (int i = 0; i < 1_000; i++) {
      ledger.lost(Loss.QUEUE_FULL, 10);
    }
    assertThat(ledger.counts().lost()).containsEntry(Loss.QUEUE_FULL, 10_000L);
    assertThat(lines).hasSizeBetween(1, 10);
    assertThat(lines.get(0)).contains("10 spans").contains("spans").contains("queue_full");
  }
}
