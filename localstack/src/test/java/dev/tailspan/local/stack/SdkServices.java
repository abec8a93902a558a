package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Two services with a stock OpenTelemetry SDK each: every trace comes by two exporters. */
final class SdkServices implements AutoCloseable {
  private static final Duration SERVER = Duration.ofMillis(7);

  private final List<SdkTracerProvider> providers = new ArrayList<>();
  private final Tracer frontend;
  private final Tracer cart;

  /**
   * @param headers of the export requests
   */
  SdkServices(URI otlp, Map<String, String> headers) {
    frontend = tracer("frontend", otlp, headers);
    cart = tracer("cart", otlp, headers);
  }

  private Tracer tracer(String service, URI otlp, Map<String, String> headers) {
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(otlp + "/v1/traces")
            .setCompression(service.equals("cart") ? "gzip" : "none");
    headers.forEach(exporter::addHeader);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
            .build();
    providers.add(provider);
    return provider.get("test-instrumentation", "1.2.3");
  }

  /** What a request is like. */
  record Request(Duration duration, boolean fails, Attributes attributes) {
    static final Request ORDINARY = new Request(Duration.ofMillis(20), false, Attributes.empty());

    static Request lasting(Duration duration) {
      return new Request(duration, false, Attributes.empty());
    }

    static Request failing() {
      return new Request(Duration.ofMillis(20), true, Attributes.empty());
    }

    static Request with(Attributes attributes) {
      return new Request(Duration.ofMillis(20), false, attributes);
    }
  }

  /** One request through both services; times are set, nothing waits. */
  List<SpanData> serve(Request request) {
    Instant start = Instant.now().minus(request.duration);
    Instant end = start.plus(request.duration);
    Span server =
        frontend
            .spanBuilder("GET /cart")
            .setSpanKind(SpanKind.SERVER)
            .setNoParent()
            .setStartTimestamp(start)
            .setAllAttributes(request.attributes)
            .setAttribute("http.response.status_code", request.fails ? 500 : 200)
            .startSpan();
    Span client = child(frontend, server, "GetCart", SpanKind.CLIENT, start.plusMillis(2));
    Span callee = child(cart, client, "GetCart", SpanKind.SERVER, start.plusMillis(3));
    callee.addEvent("cache missed", Attributes.of(AttributeKey.longKey("size"), 3L));
    if (request.fails) {
      callee.setStatus(StatusCode.ERROR, "the cart is gone");
    }
    callee.end(start.plus(SERVER));
    client.end(start.plus(SERVER).plusMillis(1));
    server.end(end);
    return List.of(data(server), data(client), data(callee));
  }

  private static Span child(Tracer tracer, Span parent, String name, SpanKind kind, Instant start) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(Context.root().with(parent))
        .setStartTimestamp(start)
        .startSpan();
  }

  private static SpanData data(Span span) {
    return ((ReadableSpan) span).toSpanData();
  }

  /** Exports everything; fails when the receiver does not take it. */
  @Override
  public void close() {
    for (SdkTracerProvider provider : providers) {
      var flushed = provider.forceFlush().join(30, TimeUnit.SECONDS);
      assertThat(flushed.isSuccess()).as("exported: %s", flushed.getFailureThrowable()).isTrue();
      provider.shutdown().join(30, TimeUnit.SECONDS);
    }
  }
}
