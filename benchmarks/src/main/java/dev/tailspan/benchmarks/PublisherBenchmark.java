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
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a span costs the thread of a request: started, given attributes and ended, as many at once
 * as a batch processor's queue holds without dropping any (a dropped span costs less), while the
 * exporter works beside it. Between the rounds, unmeasured, all is flushed. {@code cpuNanos}, which
 * JMH adds up over its iterations (divide by Cnt), is the thread's own CPU time a span; wall time
 * also holds the wait for a core, which a busy machine makes meaningless.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 600)
@Measurement(iterations = 400)
public class PublisherBenchmark {
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

  /** A batch processor whose exporter does nothing, sends OTLP over HTTP, puts on a stream. */
  public enum To {
    NOTHING,
    OTLP,
    KINESIS
  }

  /** CPU time of the thread that ends the spans. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long nanos;
    private long spans;

    @Setup(Level.Iteration)
    public void reset() {
      nanos = 0;
      spans = 0;
    }

    void add(long from, int count) {
      nanos += THREADS.getCurrentThreadCpuTime() - from;
      spans += count;
    }

    /** A span. */
    public double cpuNanos() {
      return (double) nanos / spans;
    }
  }

  @Param public To to = To.NOTHING;

  private AutoCloseable receiver = () -> {};
  private SdkTracerProvider provider = SdkTracerProvider.builder().build();
  private Tracer tracer = provider.get("benchmark");

  @Setup
  public void start() {
    SdkTracerProviderBuilder builder = SdkTracerProvider.builder();
    switch (to) {
      case NOTHING ->
          builder.addSpanProcessor(BatchSpanProcessor.builder(SpanExporter.composite()).build());
      case OTLP -> builder.addSpanProcessor(BatchSpanProcessor.builder(otlp()).build());
      case KINESIS -> {
        KinesisSpanExporter exporter = kinesis();
        builder.addSpanProcessor(
            FlushingSpanProcessor.of(BatchSpanProcessor.builder(exporter).build(), exporter));
      }
    }
    provider = builder.build();
    tracer = provider.get("benchmark");
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

  @Setup(Level.Invocation)
  public void flush() {
    CompletableResultCode flushed = provider.forceFlush().join(30, TimeUnit.SECONDS);
    if (!flushed.isSuccess()) {
      throw new IllegalStateException("the spans did not arrive: " + flushed.getFailureThrowable());
    }
  }

  @TearDown
  public void stop() throws Exception {
    provider.shutdown().join(30, TimeUnit.SECONDS);
    receiver.close();
  }

  @Benchmark
  @OperationsPerInvocation(SPANS)
  public void span(Cpu cpu) {
    long from = Cpu.THREADS.getCurrentThreadCpuTime();
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
    cpu.add(from, SPANS);
  }
}
