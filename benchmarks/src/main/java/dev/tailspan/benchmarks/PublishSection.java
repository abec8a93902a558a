package dev.tailspan.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.publisher.export.ExporterSettings;
import dev.tailspan.publisher.export.FlushingSpanProcessor;
import dev.tailspan.publisher.export.KinesisSpanExporter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * What a span costs the thread of a request: started, given attributes and ended, as many at once
 * as a batch processor's queue holds without dropping any (a dropped span costs less), while the
 * exporter works beside it. Before each round, unmeasured, all is flushed. Beside a processor whose
 * exporter does nothing, one that sends OTLP over HTTP, and one that puts on a stream.
 */
final class PublishSection implements AutoCloseable {
  private static final int SPANS = 1_000;
  private static final String STREAM = "spans";
  private static final Attributes ATTRIBUTES =
      Attributes.builder()
          .put("http.request.method", "GET")
          .put("http.route", "/cart/{id}")
          .put("http.response.status_code", 200)
          .put("server.address", "cart.example.com")
          .put("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64)")
          .build();
  private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("app.number");

  private AutoCloseable receiver = () -> {};
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /** What the spans are exported with. */
  private enum To {
    NOTHING,
    OTLP,
    KINESIS
  }

  private PublishSection(To to) {
    SpanExporter exporter =
        switch (to) {
          case NOTHING -> SpanExporter.composite();
          case OTLP -> otlp();
          case KINESIS -> kinesis();
        };
    BatchSpanProcessor batches = BatchSpanProcessor.builder(exporter).build();
    provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(
                exporter instanceof KinesisSpanExporter stream
                    ? FlushingSpanProcessor.of(batches, stream)
                    : batches)
            .build();
    tracer = provider.get("benchmark");
  }

  static void measure(Run run) throws Exception {
    try (PublishSection nothing = new PublishSection(To.NOTHING);
        PublishSection otlp = new PublishSection(To.OTLP);
        PublishSection kinesis = new PublishSection(To.KINESIS)) {
      new SideBySide(run, run.choose(200, 500))
          .with("to nothing", nothing::flush, nothing::end)
          .with("OTLP over HTTP", otlp::flush, otlp::end)
          .with("to Kinesis", kinesis::flush, kinesis::end)
          .measure(SPANS, "to nothing");
    }
  }

  private SpanExporter otlp() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (InputStream body = exchange.getRequestBody()) {
              body.transferTo(OutputStream.nullOutputStream());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      receiver = () -> server.stop(0);
      return OtlpHttpSpanExporter.builder()
          .setEndpoint("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces")
          .setCompression("gzip")
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("no port on this machine", e);
    }
  }

  private KinesisSpanExporter kinesis() {
    System.setProperty("aws.accessKeyId", "none");
    System.setProperty("aws.secretAccessKey", "none");
    KinesisStandIn standIn = KinesisStandIn.start(KinesisOptions.inMemory());
    standIn.ensureStream(STREAM, 1);
    receiver = standIn;
    return KinesisSpanExporter.create(
        ExporterSettings.forStream(STREAM)
            .withEndpoint(standIn.endpoint())
            .withRegion("us-east-1"));
  }

  private boolean flush() {
    CompletableResultCode flushed = provider.forceFlush().join(30, TimeUnit.SECONDS);
    if (!flushed.isSuccess()) {
      throw new IllegalStateException("the spans did not arrive: " + flushed.getFailureThrowable());
    }
    return true;
  }

  private int end() {
    for (int i = 0; i < SPANS; i++) {
      Span span =
          tracer
              .spanBuilder("GET /cart/{id}")
              .setParent(Context.root())
              .setSpanKind(SpanKind.SERVER)
              .setAllAttributes(ATTRIBUTES)
              .startSpan();
      span.setAttribute(NUMBER, (long) i);
      span.end();
    }
    return SPANS;
  }

  @Override
  public void close() throws Exception {
    provider.shutdown().join(30, TimeUnit.SECONDS);
    receiver.close();
  }
}
