package dev.tailspan.publisher.export;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Exports spans to a Kinesis stream as OTLP protobuf, one record a batch.
 *
 * <p>{@link #export} encodes, packs and puts the record into a bounded queue, which a thread of its
 * own sends; it never waits for the stream. Its result says that the queue has the spans, so a
 * {@code BatchSpanProcessor} goes on with the next batch at once. That the stream has them is what
 * {@link #flush} says: see {@link FlushingSpanProcessor}. Meant for a batching processor: with a
 * {@code SimpleSpanProcessor} every span would be a record, encoded by the thread that ends it.
 */
public final class KinesisSpanExporter implements SpanExporter {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final long SETTLE_MILLIS = 500;

  private final ExporterSettings settings;
  private final Ledger ledger;
  private final Outbox outbox;
  private final RecordCutter cutter;
  private final Thread sender;
  private final StreamWriter stream;
  private final Supplier<@Nullable MeterProvider> meters;
  private final AtomicReference<@Nullable ExportMetrics> metrics = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableResultCode> shutdown = new AtomicReference<>();

  private KinesisSpanExporter(
      ExporterSettings settings,
      StreamWriter stream,
      Backoff backoff,
      Supplier<@Nullable MeterProvider> meters) {
    this.settings = settings;
    this.stream = stream;
    this.meters = meters;
    ledger = new Ledger(settings.stream());
    outbox = new Outbox(settings.maxQueueRecords(), settings.maxQueueBytes());
    cutter = new RecordCutter(settings.compression(), System::nanoTime, ledger);
    sender =
        daemon(
            "tailspan-kinesis",
            new Sender(outbox, stream, backoff, settings.maxAge(), System::nanoTime, ledger));
    sender.start();
  }

  /**
   * Connects nothing yet. Metrics go to the global OpenTelemetry, once there is one.
   *
   * @throws IllegalArgumentException when there is no region, or the compression does not work here
   */
  public static KinesisSpanExporter create(ExporterSettings settings) {
    return create(
        settings,
        () -> GlobalOpenTelemetry.isSet() ? GlobalOpenTelemetry.getMeterProvider() : null);
  }

  /**
   * As {@link #create(ExporterSettings)}, with the meters given.
   *
   * @param meters asked with each batch until it gives some
   */
  public static KinesisSpanExporter create(
      ExporterSettings settings, Supplier<@Nullable MeterProvider> meters) {
    settings.compression().check();
    return over(
        settings, KinesisStream.connect(settings), backoff(FIRST_PAUSE, LONGEST_PAUSE), meters);
  }

  static KinesisSpanExporter over(
      ExporterSettings settings,
      StreamWriter stream,
      Backoff backoff,
      Supplier<@Nullable MeterProvider> meters) {
    return new KinesisSpanExporter(settings, stream, backoff, meters);
  }

  static Backoff backoff(Duration first, Duration longest) {
    return new Backoff(first, longest, () -> ThreadLocalRandom.current().nextDouble());
  }

  private static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    observe();
    if (spans.isEmpty()) {
      return CompletableResultCode.ofSuccess();
    }
    if (outbox.isClosed()) {
      ledger.lost(Loss.SHUT_DOWN, spans.size());
      return CompletableResultCode.ofFailure();
    }
    List<SpanRecord> records = cutter.cut(spans);
    int queued = 0;
    for (SpanRecord record : records) {
      if (outbox.offer(record)) {
        queued += record.spans();
      } else {
        ledger.lost(outbox.isClosed() ? Loss.SHUT_DOWN : Loss.QUEUE_FULL, record.spans());
      }
    }
    return queued == spans.size()
        ? CompletableResultCode.ofSuccess()
        : CompletableResultCode.ofFailure();
  }

  private void observe() {
    if (metrics.get() != null) {
      return;
    }
    MeterProvider provider = meters.get();
    if (provider != null) {
      ExportMetrics made = new ExportMetrics(provider, ledger, outbox);
      if (!metrics.compareAndSet(null, made)) {
        made.close();
      }
    }
  }

  /** Done once the stream has all that was exported before; fails if some of it was given up. */
  @Override
  public CompletableResultCode flush() {
    return outbox.flush();
  }

  /**
   * Sends what waits, for as long as the settings allow, and gives up the rest, counted. Done when
   * all is at rest; fails if something was given up.
   */
  @Override
  public CompletableResultCode shutdown() {
    CompletableResultCode ours = new CompletableResultCode();
    CompletableResultCode earlier = shutdown.compareAndExchange(null, ours);
    if (earlier != null) {
      return earlier;
    }
    CompletableResultCode flushed = outbox.flush();
    outbox.close();
    daemon("tailspan-kinesis-shutdown", () -> finish(flushed, ours)).start();
    return ours;
  }

  private void finish(CompletableResultCode flushed, CompletableResultCode result) {
    try {
      sender.join(settings.shutdownTimeout().toMillis());
      sender.interrupt();
      // A call that hangs is not waited for: it ends by its own timeout, on a daemon thread
      flushed.join(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
      stream.close();
      ExportMetrics observed = metrics.get();
      if (observed != null) {
        observed.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (flushed.isSuccess()) {
        result.succeed();
      } else {
        result.fail();
      }
    }
  }

  /** What became of the spans so far. */
  public ExportCounts counts() {
    return ledger.counts();
  }

  @Override
  public String toString() {
    return "KinesisSpanExporter{stream=%s, compression=%s}"
        .formatted(settings.stream(), settings.compression());
  }
}
