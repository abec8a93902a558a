package dev.tailspan.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the stand-in for Kinesis, over HTTP, and against streams that do what is asked. */
class KinesisSpanExporterTest {
  private static final String STREAM = "spans";
  private static final ExporterSettings SETTINGS = ExporterSettings.forStream(STREAM);

  private KinesisStandIn kinesis;

  @BeforeEach
  void start() {
    // The AWS SDK reads these where its user gives none
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    kinesis = KinesisStandIn.start(KinesisOptions.inMemory());
    kinesis.ensureStream(STREAM, 4);
  }

  @AfterEach
  void stop() {
    kinesis.close();
  }

  private KinesisSpanExporter exporter(ExporterSettings settings) {
    ExporterSettings here = settings.withEndpoint(kinesis.endpoint()).withRegion("eu-central-1");
    Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), () -> 0);
    return KinesisSpanExporter.over(here, KinesisStream.connect(here), quick, () -> null);
  }

  private static CompletableResultCode await(CompletableResultCode result) {
    return result.join(60, TimeUnit.SECONDS);
  }

  private List<String> idsOnStream() {
    return Records.spansOn(kinesis, STREAM).stream().map(span -> span.spanId().hex()).toList();
  }

  private static List<String> exportAll(KinesisSpanExporter exporter, int batches) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      List<SpanData> batch = TestSpans.some(i * 20, 20, "v");
      assertThat(exporter.export(batch).isSuccess()).isTrue();
      ids.addAll(TestSpans.ids(batch));
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource
  void afterAFlushEverySpanIsOnTheStreamOnce(Compression compression) {
    KinesisSpanExporter exporter = exporter(SETTINGS.withCompression(compression));
    List<String> sent = exportAll(exporter, 50);
    assertThat(await(exporter.flush()).isSuccess()).isTrue();
    assertThat(idsOnStream()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(exporter.counts().exported()).isEqualTo(1_000);
    assertThat(await(exporter.shutdown()).isSuccess()).isTrue();
  }

  @Test
  void recordsSpreadOverTheShards() {
    KinesisSpanExporter exporter = exporter(SETTINGS);
    exportAll(exporter, 100);
    await(exporter.flush());
    var reader = kinesis.reader(STREAM);
    assertThat(reader.shards())
        .allSatisfy(
            shard ->
                assertThat(
                        reader
                            .readAfter(
                                shard.shardId(), reader.beforeOldest(shard.shardId()), 100, 1 << 20)
                            .records())
                    .hasSizeBetween(5, 60));
    exporter.close();
  }

  @Test
  void recordsThatAreThrottledArePutAgainUntilEveryoneIsThereOnce() {
    kinesis.faults().throttleRecords(0.6);
    KinesisSpanExporter exporter = exporter(SETTINGS);
    List<String> sent = exportAll(exporter, 50);
    assertThat(await(exporter.flush()).isSuccess()).isTrue();
    assertThat(idsOnStream()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(exporter.counts().retriedRecords()).isPositive();
    assertThat(exporter.counts().lostInAll()).isZero();
    exporter.close();
  }

  @Test
  void callsThatFailArePutAgain() {
    kinesis.faults().failCalls(0.3);
    kinesis.faults().throttleCalls(0.3);
    KinesisSpanExporter exporter = exporter(SETTINGS);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<SpanData> batch = TestSpans.some(i * 20, 20, "v");
      exporter.export(batch);
      sent.addAll(TestSpans.ids(batch));
      assertThat(await(exporter.flush()).isSuccess()).isTrue();
    }
    kinesis.faults().none(); // reads would meet them too
    assertThat(idsOnStream()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(exporter.counts().retriedRecords()).isPositive();
    exporter.close();
  }

  @Test
  void whatWaitsAtShutdownIsSentAndNothingIsTakenAfterIt() {
    KinesisSpanExporter exporter = exporter(SETTINGS);
    List<String> sent = exportAll(exporter, 10);
    assertThat(await(exporter.shutdown()).isSuccess()).isTrue();
    assertThat(idsOnStream()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(exporter.export(TestSpans.some(7)).isSuccess()).isFalse();
    assertThat(exporter.counts().lost()).containsEntry(Loss.SHUT_DOWN, 7L);
    assertThat(exporter.shutdown().isSuccess()).as("a second time").isTrue();
  }

  /** A stream that answers nothing until it is released, as one that is out of reach. */
  private static final class Hanging {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ScriptedStream stream =
        new ScriptedStream()
            .then(
                call -> {
                  called.countDown();
                  try {
                    released.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                  }
                  return ScriptedStream.refusing().apply(call);
                });
  }

  private static KinesisSpanExporter over(ExporterSettings settings, StreamWriter stream) {
    Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), () -> 0);
    return KinesisSpanExporter.over(settings, stream, quick, () -> null);
  }

  @Test
  void exportReturnsWhileTheStreamHangsAndWhatDoesNotFitIsRefusedAndCounted() throws Exception {
    Hanging hanging = new Hanging();
    KinesisSpanExporter exporter = over(SETTINGS.withQueue(2 << 20, 3), hanging.stream);
    exporter.export(TestSpans.some(10));
    hanging.called.await();
    assertThat(exporter.export(TestSpans.some(10)).isSuccess()).isTrue();
    assertThat(exporter.export(TestSpans.some(10)).isSuccess()).isTrue();
    CompletableResultCode refused = exporter.export(TestSpans.some(10));
    assertThat(refused.isDone()).isTrue();
    assertThat(refused.isSuccess()).isFalse();
    assertThat(exporter.counts().lost()).containsEntry(Loss.QUEUE_FULL, 10L);
    CompletableResultCode flush = exporter.flush();
    assertThat(flush.isDone()).isFalse();
    hanging.released.countDown();
    assertThat(await(flush).isSuccess()).isTrue();
    assertThat(exporter.counts().exported()).isEqualTo(30);
    exporter.close();
  }

  @Test
  void aShutdownEndsInItsTimeThoughTheStreamHangsAndCountsWhatIsLost() throws Exception {
    Hanging hanging = new Hanging();
    KinesisSpanExporter exporter =
        over(
            SETTINGS.withTimes(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMillis(50)),
            hanging.stream);
    exporter.export(TestSpans.some(10));
    hanging.called.await();
    exporter.export(TestSpans.some(5));
    CompletableResultCode shutdown = await(exporter.shutdown());
    assertThat(shutdown.isDone()).isTrue();
    assertThat(shutdown.isSuccess()).isFalse();
    assertThat(exporter.counts().lost()).containsEntry(Loss.SHUT_DOWN, 15L);
  }

  @Test
  void aStreamThatIsNotThereCostsNothingButTheSpans() {
    KinesisSpanExporter exporter =
        exporter(
            ExporterSettings.forStream("nowhere")
                .withTimes(Duration.ofSeconds(5), Duration.ofMillis(20), Duration.ofSeconds(1)));
    exporter.export(TestSpans.some(10));
    assertThat(await(exporter.flush()).isSuccess()).isFalse();
    assertThat(exporter.counts().lost()).containsEntry(Loss.EXPIRED, 10L);
    exporter.close();
  }
}
