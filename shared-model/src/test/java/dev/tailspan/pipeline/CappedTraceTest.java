package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A kept trace with more spans than are looked at says that some are left out. */
class CappedTraceTest {
  private static final Duration QUIET = Duration.ofMinutes(3);
  private static final int CAP = 40;

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
    List<Span> trace = sorted(spans.trace(CAP + 2));
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

  @Test
  void whenAllThatIsBeyondTheCapCameLaterAndAnotherTraceIsStillOpen() {
    List<Span> trace = sorted(spans.trace(CAP + 2));
    Span other = spans.trace(1).get(0);
    while (Pipeline.LAYOUT.bucket(other.traceId())
        != Pipeline.LAYOUT.bucket(trace.get(0).traceId())) {
      other = spans.trace(1).get(0);
    }
    goOn(other, 1);
    pipeline.put(0, trace.subList(0, CAP));
    goOn(other, 12);
    assertThat(pipeline.find(trace.get(0).traceId()).state()).isEqualTo(TraceState.KEPT);

    pipeline.put(0, trace.subList(CAP, trace.size()));
    goOn(other, 60);
    FoundTrace found = pipeline.find(trace.get(0).traceId());
    assertThat(found.spans()).hasSize(CAP);
    assertThat(found.truncated()).isTrue();
  }

  /** A trace that is never quiet. */
  private void goOn(Span parent, int times) {
    for (int i = 0; i < times; i++) {
      pipeline.put(0, List.of(spans.child(parent, "batch", "step")));
      pipeline.ingest(100);
      pipeline.wait(Duration.ofSeconds(20));
      pipeline.finish();
    }
  }

  @Test
  void whenWhatIsBeyondTheCapCameFirstAndAStepEndedBeforeItWasQuiet() {
    for (int seconds = 0; seconds < 60; seconds += 10) { // a step ends somewhere in a minute
      List<Span> trace = sorted(spans.trace(CAP + 1));
      pipeline.wait(Duration.ofSeconds(seconds));
      pipeline.put(0, trace.subList(CAP, CAP + 1));
      pipeline.wait(Duration.ofSeconds(20));
      pipeline.put(0, trace.subList(0, CAP));
      pipeline.ingest(100);
      for (int i = 0; i < 12; i++) {
        pipeline.wait(Duration.ofSeconds(10));
        pipeline.finish();
      }

      FoundTrace found = pipeline.find(trace.get(0).traceId());
      assertThat(found.spans()).hasSize(CAP);
      assertThat(found.truncated()).isTrue();
    }
  }

  @Test
  void whenMoreCameLateThanAreReadFromStaging() {
    List<Span> trace = sorted(spans.trace(2 * CAP + 1));
    decide(trace.subList(0, CAP));
    pipeline.put(0, trace.subList(CAP, trace.size()));
    pipeline.ingest(100);

    FoundTrace found = pipeline.find(trace.get(0).traceId());
    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(found.spans()).hasSize(2 * CAP);
    assertThat(found.truncated()).isTrue();
  }

  private static List<Span> sorted(List<Span> trace) {
    return trace.stream().sorted(Comparator.comparing(Span::startTimeUnixNano)).toList();
  }

  private void decide(List<Span> sent) {
    pipeline.put(0, sent);
    pipeline.ingest(100);
    pipeline.wait(QUIET);
    pipeline.finish();
  }
}
