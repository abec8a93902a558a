package dev.tailspan.publisher.export;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code otel.traces.exporter=kinesis}; its properties begin with {@code otel.exporter.kinesis}.
 */
public final class KinesisSpanExporterProvider implements ConfigurableSpanExporterProvider {
  private static final String PREFIX = "otel.exporter.kinesis.";

  @Override
  public String getName() {
    return "kinesis";
  }

  @Override
  public SpanExporter createExporter(ConfigProperties config) {
    try {
      return KinesisSpanExporter.create(settings(config));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(PREFIX + "*: " + e.getMessage(), e);
    }
  }

  static ExporterSettings settings(ConfigProperties config) {
    String stream = config.getString(PREFIX + "stream");
    if (stream == null) {
      throw new ConfigurationException(
          PREFIX + "stream is not set: the name or ARN of the Kinesis stream");
    }
    ExporterSettings defaults = ExporterSettings.forStream(stream);
    return defaults
        .withRegion(config.getString(PREFIX + "region"))
        .withEndpoint(endpoint(config.getString(PREFIX + "endpoint")))
        .withCompression(
            Compression.of(
                config.getString(PREFIX + "compression", defaults.compression().toString())))
        .withQueue(
            config.getLong(PREFIX + "max.queue.bytes", defaults.maxQueueBytes()),
            config.getInt(PREFIX + "max.queue.size", defaults.maxQueueRecords()))
        .withTimes(
            duration(config, "timeout", defaults.timeout()),
            duration(config, "max.age", defaults.maxAge()),
            duration(config, "shutdown.timeout", defaults.shutdownTimeout()));
  }

  private static @Nullable URI endpoint(@Nullable String text) {
    if (text == null) {
      return null;
    }
    URI endpoint = URI.create(text);
    if (endpoint.getHost() == null
        || !Objects.requireNonNull(endpoint.getScheme()).matches("https?")) {
      throw new IllegalArgumentException("endpoint must be a URL, but is '" + text + "'");
    }
    return endpoint;
  }

  private static Duration duration(ConfigProperties config, String name, Duration otherwise) {
    return config.getDuration(PREFIX + name, otherwise);
  }
}
