package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
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
