package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.storage.BucketCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step's policies know of the traffic before it: all of it, by what the cursor pins. */
class BaselineTest {
  private static final String SLOW =
      """
      policies:
        - {name: slow, type: percentile_latency, percentile_latency: {percentile: 50, min_samples: 20}}
      """;
  private static final long MILLI = 1_000_000;

  private final Spans spans = new Spans(9);
  private final Pipeline pipeline = new Pipeline(SLOW, 1);

  /** Decided when this returns. */
  private List<Span> send(int traces, long millis) {
    List<Span> last = List.of();
    for (int i = 0; i < traces; i++) {
      Span root = spans.trace(1).get(0);
      long start = root.startTimeUnixNano();
      last = List.of(root.toBuilder().times(start, start + millis * MILLI).build());
      pipeline.put(0, last);
    }
    pipeline.ingest(100);
    pipeline.wait(Duration.ofSeconds(150));
    pipeline.finish();
    return last;
  }

  private TraceState state(List<Span> trace) {
    return pipeline.find(trace.get(0).traceId()).state();
  }

  @Test
  void untilEnoughIsKnownNothingIsSlow() {
    assertThat(state(send(1, 900))).isEqualTo(TraceState.DROPPED);
  }

  @Test
  void whatWasDroppedBeforeSaysWhatIsSlow() {
    send(100, 50);

    assertThat(state(send(1, 50))).isEqualTo(TraceState.DROPPED);
    assertThat(state(send(1, 60))).isEqualTo(TraceState.KEPT);
  }

  @Test
  void theTracesOfAStepAreJudgedByTheStepsBefore() {
    send(100, 50);

    List<Span> last = send(300, 500);

    assertThat(state(last)).isEqualTo(TraceState.KEPT);
    assertThat(state(send(1, 500))).isEqualTo(TraceState.DROPPED);
  }

  @Test
  void atTheBorderOfAnHourNothingIsForgotten() {
    send(100, 50);
    pipeline.wait(Duration.ofMinutes(70));
    pipeline.finish();

    assertThat(state(send(1, 60))).isEqualTo(TraceState.KEPT);
    List<BucketCursor> cursors = new ArrayList<>(FinalizeTest.cursors(pipeline));
    assertThat(cursors).allSatisfy(c -> assertThat(c.previousStatsStep()).isPositive());
  }

  @Test
  void twoHoursLaterOnlyTheLastHourWithTrafficCounts() {
    send(200, 900);
    pipeline.wait(Duration.ofMinutes(70));
    send(200, 50);
    for (int hour = 0; hour < 3; hour++) {
      pipeline.wait(Duration.ofMinutes(65));
      pipeline.finish();
    }

    assertThat(state(send(1, 60))).isEqualTo(TraceState.KEPT);
  }

  @Test
  void aNewFinalizerKnowsTheSame() {
    send(100, 50);
    pipeline.restartFinalizer();

    assertThat(state(send(1, 50))).isEqualTo(TraceState.DROPPED);
    pipeline.restartFinalizer();
    assertThat(state(send(1, 60))).isEqualTo(TraceState.KEPT);
  }

  @Test
  void anOutageLongerThanStagingLivesLeavesABucketAble() {
    Pipeline limited = new Pipeline(Pipeline.LIMITED, 1);
    limited.put(0, spans.trace(2));
    limited.ingest(10);
    limited.wait(Duration.ofSeconds(150));
    limited.finish();
    limited.wait(Duration.ofSeconds(3 * Pipeline.TTL_SECONDS));
    List<Span> trace = spans.trace(2);
    limited.put(0, trace);
    limited.ingest(10);
    limited.wait(Duration.ofSeconds(150));

    assertThat(limited.finish().done()).isTrue();
    assertThat(limited.find(trace.get(0).traceId()).state()).isNotEqualTo(TraceState.IN_FLIGHT);
  }
}
