package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.decide.DecideSettings;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lookups ask of the stores. */
class LookupTest {
  private final Spans spans = new Spans(4);

  @Test
  void aTraceInFlightIsLookedForInAllOpenSlicesAtOnce() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    List<Span> trace = spans.trace(3);
    for (Span span : trace) {
      pipeline.put(0, List.of(span));
      pipeline.ingest(10);
      pipeline.wait(Duration.ofMinutes(2));
    }
    pipeline.faults.reset();

    assertThat(pipeline.find(trace.get(0).traceId()).spans()).hasSize(3);
    assertThat(pipeline.faults.count("staging.list")).isEqualTo(1);
  }

  @Test
  void anUnknownTraceIsLookedForInTheSetsOfTheHourThatIsNotOverAndInFiltersOfTheOthers() {
    Pipeline pipeline = hoursOfDroppedTraces();
    CountingDecisions counting = new CountingDecisions(pipeline.decisions);

    for (int i = 0; i < 20; i++) {
      TraceId id = spans.traceId();
      assertThat(counting.finder(pipeline).find(id, pipeline.clock.getAsLong()).state())
          .isEqualTo(TraceState.UNKNOWN);
    }

    assertThat(pipeline.decisions.decided(0, -1)).hasSizeGreaterThan(50);
    assertThat(counting.setsRead()).isLessThan(20 * 13); // one step in five minutes
  }

  @Test
  void aTraceDroppedHoursAgoIsFoundThroughTheFilterOfItsHour() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    remembering(pipeline, 6 * 3_600);
    List<Span> dropped = spans.trace(3);
    pipeline.put(0, dropped);
    hoursOfDroppedTraces(pipeline);
    CountingDecisions counting = new CountingDecisions(pipeline.decisions);

    var found =
        counting.finder(pipeline).find(dropped.get(0).traceId(), pipeline.clock.getAsLong());

    assertThat(found.state()).isEqualTo(TraceState.DROPPED);
    assertThat(counting.setsRead()).isLessThan(2 * 13);
  }

  @Test
  void afterAnOutageThatWasTooLongForAFilterItsHourIsReadSetBySet() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    remembering(pipeline, 3_600); // an hour is over before it can be sealed
    List<Span> dropped = spans.trace(3);
    pipeline.put(0, dropped);
    for (int i = 0; i < 15; i++) {
      someDroppedTraces(pipeline);
    }

    assertThat(pipeline.faults.count("decisions.putFilter")).isZero();
    assertThat(pipeline.find(dropped.get(0).traceId()).state()).isEqualTo(TraceState.DROPPED);
  }

  private Pipeline hoursOfDroppedTraces() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    remembering(pipeline, 6 * 3_600);
    hoursOfDroppedTraces(pipeline);
    return pipeline;
  }

  private void hoursOfDroppedTraces(Pipeline pipeline) {
    for (int i = 0; i < 60; i++) {
      someDroppedTraces(pipeline);
    }
  }

  /** In one step of five minutes; both buckets get some. */
  private void someDroppedTraces(Pipeline pipeline) {
    for (int n = 0; n < 10; n++) {
      pipeline.put(0, spans.trace(1));
    }
    pipeline.ingest(100);
    pipeline.wait(Duration.ofMinutes(5));
    pipeline.finish();
  }

  private static void remembering(Pipeline pipeline, long seconds) {
    DecideSettings usual = pipeline.settings;
    pipeline.settings =
        new DecideSettings(
            usual.layout(),
            usual.stepSlices(),
            usual.quietSlices(),
            usual.maxAgeSlices(),
            seconds,
            usual.retentionSeconds(),
            usual.maxLoadedBytes(),
            usual.maxSpansPerTrace());
    pipeline.restartFinalizer();
  }

  @Test
  void aTraceDroppedLongAgoIsExplainedWithoutReadingWhatCameSince() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> dropped = spans.trace(3);
    pipeline.put(0, dropped);
    for (int minute = 0; minute < 50; minute++) {
      pipeline.wait(Duration.ofMinutes(1));
      pipeline.put(0, spans.trace(60));
      pipeline.ingest(10);
      pipeline.finish();
    }
    pipeline.faults.reset();

    var found = pipeline.find(dropped.get(0).traceId());

    assertThat(found.state()).isEqualTo(TraceState.DROPPED);
    assertThat(found.spans()).hasSize(3);
    assertThat(found.explanation()).isPresent();
    assertThat(pipeline.faults.count("staging.list")).isEqualTo(2);
    assertThat(pipeline.faults.count("decisions.decided")).isEqualTo(1);
  }
}
