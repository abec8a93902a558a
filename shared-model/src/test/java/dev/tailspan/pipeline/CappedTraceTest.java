package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kept trace with more spans than are looked at says that some are left out. */
class CappedTraceTest {
  private static final Duration QUIET = Duration.ofMinutes(3);
  private static final int CAP = 5;

  private final Spans spans = new Spans(11);
  private final Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);

  CappedTraceTest() {
    pipeline.settings = Pipeline.settings(64 << 20, CAP);
    pipeline.restartFinalizer();
  }

  @Test
  void whenItIsDecided() {
    List<Span> trace = spans.trace(CAP + 3);
    decide(trace);

    FoundTrace found = pipeline.find(trace.get(0).traceId());
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(found.spans()).hasSize(CAP);
    assertThat(found.truncated()).isTrue();
  }

  @Test
  void whenAllThatIsBeyondTheCapCameLater() {
    List<Span> trace = new ArrayList<>(spans.trace(CAP + 2));
    trace.sort(Comparator.comparing(Span::startTimeUnixNano));
    decide(trace.subList(0, CAP));
    assertThat(pipeline.find(trace.get(0).traceId()).truncated()).isFalse();

    decide(trace.subList(CAP, trace.size()));
    FoundTrace found = pipeline.find(trace.get(0).traceId());
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(found.spans()).hasSize(CAP);
    assertThat(found.truncated()).isTrue();
    int parts = pipeline.index.find(trace.get(0).traceId()).size();

    decide(trace.subList(CAP, trace.size()));
    assertThat(pipeline.index.find(trace.get(0).traceId())).as("said once").hasSize(parts);
  }

  private void decide(List<Span> sent) {
    pipeline.put(0, sent);
    pipeline.ingest(100);
    pipeline.wait(QUIET);
    pipeline.finish();
  }
}
