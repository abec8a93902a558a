package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.KeepTrace.Outcome;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.Sampling;
import dev.tailspan.storage.TracePart;
import dev.tailspan.trace.StatsCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces that somebody wants kept whatever the policies say. */
class KeepByHandTest {
  private static final Duration QUIET = Duration.ofSeconds(150);

  private final Spans spans = new Spans(3);
  private final Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 2);

  private void step() {
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
  }

  private static TraceId id(List<Span> trace) {
    return trace.get(0).traceId();
  }

  private List<Span> sent() {
    List<Span> trace = new ArrayList<>(spans.trace(3));
    pipeline.put(0, trace.subList(0, 2));
    pipeline.put(1, trace.subList(2, 3));
    pipeline.ingest(10);
    return trace;
  }

  @Test
  void aDroppedTraceIsKeptWholeWithoutWeightAndSaysByWhom() {
    List<Span> trace = sent();
    step();
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.DROPPED);

    assertThat(pipeline.keep(id(trace))).isEqualTo(Outcome.REQUESTED);
    step();
    step();

    FoundTrace found = pipeline.find(id(trace));
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
    assertThat(found.spans()).allMatch(span -> span.traceState().isEmpty());
    Sampling sampling = found.sampling().orElseThrow();
    assertThat(sampling.policy()).isEqualTo(Sampling.BY_HAND);
    assertThat(sampling.adjustedCount()).isZero();
    assertThat(sampling.reason()).isEqualTo("kept by somebody: looks odd");
  }

  @Test
  void aTraceInFlightIsKeptWhenItsTurnComesAndWhatComesLaterIsAdded() {
    List<Span> trace = sent();
    assertThat(pipeline.keep(id(trace))).isEqualTo(Outcome.REQUESTED);
    for (int i = 0; i < 3; i++) {
      step();
      Span late = spans.child(trace.get(0), "late", "part " + i);
      trace.add(late);
      pipeline.put(i % 2, List.of(late));
    }
    step();

    FoundTrace found = pipeline.find(id(trace));
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(found.sampling().orElseThrow().policy()).isEqualTo(Sampling.BY_HAND);
    assertThat(Spans.sorted(found.spans())).isEqualTo(Spans.sorted(Spans.marked(trace, found)));
    assertThat(archived(trace)).isEqualTo(trace.size());
  }

  @Test
  void aPolicyThatKeepsItAnywayKeepsItsWeight() {
    List<Span> trace = new ArrayList<>(spans.trace(2));
    trace.set(1, Spans.failed(trace.get(1)));
    pipeline.put(0, trace);
    pipeline.ingest(10);
    assertThat(pipeline.keep(id(trace))).isEqualTo(Outcome.REQUESTED);
    step();
    step();

    Sampling sampling = pipeline.find(id(trace)).sampling().orElseThrow();
    assertThat(sampling.policy()).isEqualTo("errors");
    assertThat(sampling.adjustedCount()).isEqualTo(1);
    assertThat(archived(trace)).isEqualTo(2);
  }

  @Test
  void askingAgainChangesNothing() {
    List<Span> trace = sent();
    step();
    assertThat(pipeline.keep(id(trace))).isEqualTo(Outcome.REQUESTED);
    assertThat(pipeline.keep(id(trace))).isEqualTo(Outcome.REQUESTED);
    step();
    step();
    assertThat(pipeline.keep(id(trace))).isEqualTo(Outcome.ALREADY_KEPT);
    step();

    assertThat(pipeline.index.find(id(trace))).hasSize(1);
    assertThat(archived(trace)).isEqualTo(3);
  }

  @Test
  void whatNobodyKnowsCannotBeKept() {
    sent();

    assertThat(pipeline.keep(new TraceId(1, 2))).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void countsAndStatisticsHaveTheTraceOnce() {
    List<Span> dropped = sent();
    step();
    List<Span> open = sent();
    pipeline.keep(id(dropped));
    pipeline.keep(id(open));
    step();
    step();

    long traces = 0;
    long spansCounted = 0;
    long dropCount = 0;
    long kept = 0;
    for (BucketCursor cursor : FinalizeTest.cursors(pipeline)) {
      traces += cursor.counts().traces();
      dropCount += cursor.counts().dropped();
      kept += cursor.counts().keptByPolicy().getOrDefault(Sampling.BY_HAND, 0L);
    }
    long hour = pipeline.clock.getAsLong() / 3_600_000;
    for (long h = hour - 1; h <= hour; h++) {
      for (byte[] blob : pipeline.stats.newest(h)) {
        spansCounted += StatsCodec.decode(blob).spans();
      }
    }
    assertThat(traces).isEqualTo(2);
    assertThat(dropCount).isZero();
    assertThat(kept).isEqualTo(2);
    assertThat(spansCounted).isEqualTo(6);
  }

  private long archived(List<Span> trace) {
    return pipeline.index.find(id(trace)).stream()
        .map(TracePart::places)
        .flatMap(List::stream)
        .mapToLong(place -> pipeline.archive.read(id(trace), place).size())
        .sum();
  }
}
