package dev.tailspan.publisher.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The counts as OpenTelemetry metrics, under the names of the semantic conventions for SDKs where
 * there is one. They are read when metrics are collected: nothing is recorded as spans go by, and
 * what was counted before there was a meter is not missed.
 */
final class ExportMetrics implements AutoCloseable {
  private static final String SCOPE = "dev.tailspan.publisher";
  private static final String TYPE = "kinesis_span_exporter";
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final List<AutoCloseable> instruments = new ArrayList<>();
  private final Attributes component =
      Attributes.of(
          AttributeKey.stringKey("otel.component.type"),
          TYPE,
          AttributeKey.stringKey("otel.component.name"),
          TYPE + "/" + NEXT.getAndIncrement());

  ExportMetrics(MeterProvider meters, Ledger ledger, Outbox outbox) {
    Meter meter = meters.get(SCOPE);
    instruments.add(
        meter
            .counterBuilder("otel.sdk.exporter.span.exported")
            .setUnit("{span}")
            .setDescription("Spans that left the exporter, with error.type those that were lost")
            .buildWithCallback(
                measurement -> {
                  ExportCounts counts = ledger.counts();
                  measurement.record(counts.exported(), component);
                  counts
                      .lost()
                      .forEach(
                          (loss, spans) -> {
                            if (spans > 0) {
                              measurement.record(spans, with(loss));
                            }
                          });
                }));
    instruments.add(
        meter
            .upDownCounterBuilder("otel.sdk.exporter.span.inflight")
            .setUnit("{span}")
            .setDescription("Spans that wait for the stream")
            .buildWithCallback(measurement -> measurement.record(outbox.spans(), component)));
    instruments.add(
        meter
            .upDownCounterBuilder("tailspan.publisher.queue.size")
            .setUnit("By")
            .setDescription("Packed bytes that wait for the stream")
            .buildWithCallback(measurement -> measurement.record(outbox.bytes(), component)));
    instruments.add(
        meter
            .counterBuilder("tailspan.publisher.record.retries")
            .setUnit("{record}")
            .setDescription("Records put again because the stream did not take them")
            .buildWithCallback(
                measurement -> measurement.record(ledger.counts().retriedRecords(), component)));
  }

  private Attributes with(Loss loss) {
    return component.toBuilder().put(ERROR_TYPE, loss.errorType()).build();
  }

  @Override
  public void close() {
    for (AutoCloseable instrument : instruments) {
      try {
        instrument.close();
      } catch (Exception e) {
        throw new IllegalStateException("instruments close without an error", e);
      }
    }
  }
}
