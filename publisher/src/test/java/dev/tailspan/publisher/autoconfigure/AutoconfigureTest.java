package dev.tailspan.publisher.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.model.Span;
import dev.tailspan.publisher.export.Records;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An SDK that is set up by properties alone, against the stand-in for Kinesis. */
class AutoconfigureTest {
  private static final String STREAM = "spans";

  private KinesisStandIn kinesis;

  @BeforeEach
  void start() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    kinesis = KinesisStandIn.start(KinesisOptions.inMemory());
    kinesis.ensureStream(STREAM, 2);
  }

  @AfterEach
  void stop() {
    kinesis.close();
  }

  private OpenTelemetrySdk sdk(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.traces.exporter", "kinesis");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    properties.put("otel.service.name", "cart");
    properties.put("otel.exporter.kinesis.stream", STREAM);
    properties.put("otel.exporter.kinesis.region", "eu-central-1");
    properties.put("otel.exporter.kinesis.endpoint", kinesis.endpoint().toString());
    // Nothing leaves by itself within a test
    properties.put("otel.bsp.schedule.delay", "10m");
    properties.putAll(more);
    properties.values().removeIf(String::isEmpty);
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> properties)
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }

  private static void request(OpenTelemetrySdk sdk, String name) {
    sdk.getTracer("test").spanBuilder(name).startSpan().end();
  }

  @Test
  void afterForceFlushTheSpansAreOnTheStream() {
    try (OpenTelemetrySdk sdk = sdk(Map.of())) {
      request(sdk, "GET /cart");
      var flushed = sdk.getSdkTracerProvider().forceFlush().join(60, TimeUnit.SECONDS);
      assertThat(flushed.isSuccess()).isTrue();
      assertThat(Records.spansOn(kinesis, STREAM))
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.name()).isEqualTo("GET /cart");
                assertThat(span.serviceName()).isEqualTo("cart");
              });
    }
  }

  @Test
  void closingTheSdkSendsWhatIsLeft() {
    try (OpenTelemetrySdk sdk = sdk(Map.of("otel.exporter.kinesis.compression", "gzip"))) {
      request(sdk, "GET /cart");
    }
    assertThat(Records.on(kinesis, STREAM))
        .singleElement()
        .satisfies(record -> assertThat(record.data()).startsWith(0x1F, 0x8B));
  }

  @ParameterizedTest
  @CsvSource({
    "tailspan_probability, 1, ot=th:0",
    "tailspan_probability, '', ot=th:0",
    "tailspan_rate_limiting, 7, ot=th:0",
    "tailspan_adaptive, 0.5, ot=th:0"
  })
  void aSamplerIsFoundByItsName(String name, String argument, String state) {
    try (OpenTelemetrySdk sdk =
        sdk(Map.of("otel.traces.sampler", name, "otel.traces.sampler.arg", argument))) {
      assertThat(sdk.getSdkTracerProvider().getSampler().getDescription())
          .startsWith("DebugSampler{ParentBased{root:ConsistentSampler{");
      request(sdk, "GET /cart");
    }
    assertThat(Records.spansOn(kinesis, STREAM))
        .extracting(Span::traceState)
        .containsExactly(state);
  }

  @Test
  void theDebugPropagatorBringsItsSamplerOverAnyOther() {
    Map<String, String> properties =
        Map.of(
            "otel.propagators", "tracecontext,tailspan-debug", "otel.traces.sampler", "always_off");
    try (OpenTelemetrySdk sdk = sdk(properties)) {
      assertThat(sdk.getPropagators().getTextMapPropagator().fields())
          .contains("traceparent", "X-Debug-Trace");
      assertThat(sdk.getSdkTracerProvider().getSampler().getDescription())
          .isEqualTo("DebugSampler{AlwaysOffSampler}");
    }
    try (OpenTelemetrySdk sdk = sdk(Map.of("otel.traces.sampler", "always_off"))) {
      assertThat(sdk.getSdkTracerProvider().getSampler().getDescription())
          .isEqualTo("AlwaysOffSampler");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "otel.exporter.kinesis.stream, '', otel.exporter.kinesis.stream is not set",
    "otel.exporter.kinesis.compression, lz4, 'compression must be zstd, gzip or none, but is ''lz4'''",
    "otel.exporter.kinesis.endpoint, somewhere, 'endpoint must be a URL, but is ''somewhere'''",
    "otel.exporter.kinesis.max.queue.bytes, 1000, maxQueueBytes must hold a record of 1 MiB",
    "otel.exporter.kinesis.max.queue.size, 0, maxQueueRecords must be positive",
    "otel.exporter.kinesis.timeout, 0s, timeout must be positive",
    "otel.exporter.kinesis.max.age, soon, otel.exporter.kinesis.max.age",
  })
  void aWrongPropertyIsNamed(String property, String value, String message) {
    assertThatThrownBy(() -> sdk(Map.of(property, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasStackTraceContaining(message);
  }

  @Test
  void aWrongArgumentOfASamplerIsNamed() {
    Map<String, String> properties =
        Map.of("otel.traces.sampler", "tailspan_probability", "otel.traces.sampler.arg", "7");
    assertThatThrownBy(() -> sdk(properties))
        .isInstanceOf(ConfigurationException.class)
        .hasStackTraceContaining("otel.traces.sampler.arg of tailspan_probability")
        .hasStackTraceContaining("from 0 to 1, not 7.0");
  }
}
