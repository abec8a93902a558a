package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.Layout;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.ShardState;
import dev.tailspan.wire.OtlpProto;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records whose arrival steps back behind what their shard's watermark has said. */
class StragglerTest {
  private static final Duration QUIET = Duration.ofMinutes(3);

  private final Spans spans = new Spans(9);

  @Test
  void aSpanThatArrivesBehindAStepAlreadyDecidedIsStillFoundWithItsTrace() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    List<Span> trace = spans.trace(3);
    long arrival = pipeline.clock.getAsLong();
    pipeline.put(0, trace.subList(0, 2));
    decide(pipeline);

    straggle(pipeline, arrival, trace.subList(2, 3));
    decide(pipeline);

    assertKeptWhole(pipeline, trace);
    assertThat(moved(pipeline)).isEqualTo(1);
  }

  @Test
  void aWholeTraceThatArrivesBehindDecidedStepsIsDecided() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    long arrival = pipeline.clock.getAsLong();
    pipeline.put(0, spans.trace(2));
    decide(pipeline);

    List<Span> late = spans.trace(2);
    straggle(pipeline, arrival, late);
    decide(pipeline);

    assertKeptWhole(pipeline, late);
  }

  @Test
  void aLateErrorThatArrivesBehindADecidedStepBringsTheTraceBack() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = spans.trace(2);
    long arrival = pipeline.clock.getAsLong();
    pipeline.put(0, trace);
    decide(pipeline);

    Span error = Spans.failed(spans.child(trace.get(0), "payment", "Charge"));
    straggle(pipeline, arrival, List.of(error));
    decide(pipeline);

    assertKeptWhole(pipeline, List.of(trace.get(0), trace.get(1), error));
  }

  @Test
  void aBatchDeliveredAgainAfterItsWatermarkStaysWhereItWas() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    pipeline.put(0, spans.trace(2));
    pipeline.wait(Duration.ofSeconds(45));
    pipeline.put(0, spans.trace(2));
    List<StreamRecord> records = pipeline.stream.records(0);
    pipeline.ingestBatch(records);
    List<BlockHead> staged = staged(pipeline);

    pipeline.ingestBatch(records);

    assertThat(staged(pipeline))
        .extracting(BlockHead::key)
        .isEqualTo(staged.stream().map(BlockHead::key).toList());
    assertThat(moved(pipeline)).isZero();
  }

  @Test
  void arrivalsThatStepBackWithinTheSlackAreNotMoved() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    pipeline.put(0, spans.trace(2));
    pipeline.ingest(1);
    straggle(pipeline, pipeline.clock.getAsLong() - Pipeline.SLACK_MILLIS, spans.trace(2));

    assertThat(moved(pipeline)).isZero();
  }

  @Test
  void aRecordThatArrivesBeforeTheVeryFirstOneIsDecidedToo() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    long stepMillis = 6 * Pipeline.LAYOUT.sliceMillis();
    pipeline.wait(Duration.ofMillis(stepMillis - pipeline.clock.getAsLong() % stepMillis + 100));
    pipeline.put(0, spans.trace(2));
    pipeline.ingest(1);

    List<Span> before = spans.trace(2);
    straggle(pipeline, pipeline.clock.getAsLong() - 200, before);
    decide(pipeline);

    assertThat(moved(pipeline)).isZero();
    assertKeptWhole(pipeline, before);
  }

  @Test
  void aWatermarkThatCannotBeReadMakesTheBatchComeAgain() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    StreamRecord record = pipeline.put(0, spans.trace(2));
    pipeline.faults.failAll(
        "watermarks.find", () -> new dev.tailspan.storage.StorageException("down"));

    assertThat(pipeline.ingestBatch(List.of(record)).failedSequenceNumbers())
        .containsExactly(record.sequenceNumber());
    assertThat(staged(pipeline)).isEmpty();
  }

  private static void straggle(Pipeline pipeline, long arrival, List<Span> late) {
    pipeline.stream.putAt(0, arrival, OtlpProto.encode(late));
    pipeline.ingest(10);
  }

  private static void decide(Pipeline pipeline) {
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
  }

  private static void assertKeptWhole(Pipeline pipeline, List<Span> trace) {
    FoundTrace found = pipeline.find(trace.get(0).traceId());
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
    // In the archive, and not only because lookups look into staging too.
    assertThat(pipeline.index.find(trace.get(0).traceId())).isNotEmpty();
    pipeline.wait(Duration.ofSeconds(2 * Pipeline.TTL_SECONDS));
    assertThat(Spans.sorted(pipeline.find(trace.get(0).traceId()).spans()))
        .isEqualTo(Spans.sorted(Spans.marked(trace, found)));
  }

  private static long moved(Pipeline pipeline) {
    return pipeline.watermarks.all().stream()
        .map(ShardState::counts)
        .mapToLong(counts -> counts.movedRecords())
        .sum();
  }

  private static List<BlockHead> staged(Pipeline pipeline) {
    long now = Pipeline.LAYOUT.slice(pipeline.clock.getAsLong());
    return pipeline.staging.list(now - 1000, now + 10, List.of(0, 1, Layout.SHARED_PARTITION));
  }
}
