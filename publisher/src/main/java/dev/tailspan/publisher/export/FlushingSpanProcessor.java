package dev.tailspan.publisher.export;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.List;

/**
 * Flushes exporters after the processor before them. A {@code BatchSpanProcessor} hands its spans
 * over on {@code forceFlush} but does not flush the exporter; in a function that is frozen when it
 * has answered they would lie in the queue until it is thawed. Autoconfiguration puts this in place
 * by itself.
 */
public final class FlushingSpanProcessor implements SpanProcessor {
  private final SpanProcessor processor;
  private final List<? extends SpanExporter> exporters;

  /**
   * @param exporters those the processor exports to; may still grow
   */
  FlushingSpanProcessor(SpanProcessor processor, List<? extends SpanExporter> exporters) {
    this.processor = processor;
    this.exporters = exporters;
  }

  /** Around the processor that exports to this exporter. */
  public static SpanProcessor of(SpanProcessor processor, KinesisSpanExporter exporter) {
    return new FlushingSpanProcessor(processor, List.of(exporter));
  }

  @Override
  public CompletableResultCode forceFlush() {
    CompletableResultCode result = new CompletableResultCode();
    CompletableResultCode handedOver = processor.forceFlush();
    handedOver.whenComplete(
        () -> {
          CompletableResultCode sent =
              CompletableResultCode.ofAll(exporters.stream().map(SpanExporter::flush).toList());
          sent.whenComplete(
              () -> {
                if (handedOver.isSuccess() && sent.isSuccess()) {
                  result.succeed();
                } else {
                  result.fail();
                }
              });
        });
    return result;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    processor.onStart(parentContext, span);
  }

  @Override
  public boolean isStartRequired() {
    return processor.isStartRequired();
  }

  @Override
  public void onEnd(ReadableSpan span) {
    processor.onEnd(span);
  }

  @Override
  public boolean isEndRequired() {
    return processor.isEndRequired();
  }

  @Override
  public CompletableResultCode shutdown() {
    return processor.shutdown();
  }

  @Override
  public void close() {
    processor.close();
  }

  @Override
  public String toString() {
    return "FlushingSpanProcessor{" + processor + "}";
  }
}
