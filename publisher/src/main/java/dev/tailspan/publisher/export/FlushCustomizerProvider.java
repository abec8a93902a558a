package dev.tailspan.publisher.export;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes {@code forceFlush} of an autoconfigured SDK reach the stream. */
public final class FlushCustomizerProvider implements AutoConfigurationCustomizerProvider {
  @Override
  public void customize(AutoConfigurationCustomizer customizer) {
    List<KinesisSpanExporter> exporters = new CopyOnWriteArrayList<>();
    customizer.addSpanExporterCustomizer(
        (exporter, config) -> {
          if (exporter instanceof KinesisSpanExporter kinesis) {
            exporters.add(kinesis);
          }
          return exporter;
        });
    customizer.addSpanProcessorCustomizer(
        (processor, config) ->
            exporters.isEmpty() ? processor : new FlushingSpanProcessor(processor, exporters));
  }

  /** First, as others may wrap the exporter. */
  @Override
  public int order() {
    return Integer.MIN_VALUE;
  }
}
