package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.Vote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a trace was kept or dropped, asked after the others of its round are gone. */
class ExplainedRoundsTest {
  private static final Duration QUIET = Duration.ofSeconds(150);
  private static final String ERRORS_AND_SOME =
      """
      policies:
        - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
        - {name: some, type: rate_limiting, rate_limiting: {spans_per_second: 1, burst_capacity: 6}}
      """;

  private static final String SLOW =
      """
      policies:
        - name: slow
          type: percentile_latency
          percentile_latency: {percentile: 95, min_samples: 10, of: any}
      """;

  private final Spans spans = new Spans(3);

  @Test
  void aDroppedTraceSaysWhatEachPolicyMeasuredAndWanted() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    List<Span> trace = spans.trace(3);
    decide(pipeline, List.of(trace));

    FoundTrace explained = pipeline.explain(id(trace));

    assertThat(explained.state()).isEqualTo(TraceState.DROPPED);
    assertThat(explained.sampling()).isEmpty();
    assertThat(explained.policyVersion()).contains(pipeline.version());
    Vote vote = explained.explanation().orElseThrow().votes().get(0);
    assertThat(vote.policy()).isEqualTo("errors");
    assertThat(vote.type()).isEqualTo("status_code");
    assertThat(vote.sampled()).isFalse();
    assertThat(vote.measured()).isNotBlank();
    assertThat(vote.threshold()).isNotBlank();
  }

  @Test
  void ofManyTracesUnderALimitNoneIsExplainedAsSomethingElseThanItBecame() {
    Pipeline pipeline = new Pipeline(ERRORS_AND_SOME, 2);
    List<List<Span>> traces = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      traces.add(spans.trace(1 + i % 7));
    }
    decide(pipeline, traces);

    int kept = 0;
    for (List<Span> trace : traces) {
      FoundTrace explained = pipeline.explain(id(trace));
      Decision decision = explained.explanation().orElseThrow();
      boolean sampled = explained.state() == TraceState.KEPT;
      kept += sampled ? 1 : 0;
      assertThat(decision.sampled()).isEqualTo(sampled);
      assertThat(decision.votes().get(1).sampled()).isEqualTo(sampled);
      assertThat(pipeline.find(id(trace)).explanation().map(Decision::sampled))
          .isEqualTo(sampled ? Optional.empty() : Optional.of(false));
    }
    assertThat(kept).isBetween(1, 59);
  }

  @Test
  void aTraceDroppedWithoutComingToTheLimitSaysThatThereWasRoom() {
    Pipeline pipeline = new Pipeline(Pipeline.LIMITED, 1);
    List<Span> trace = List.of(ok(spans.trace(1).get(0)));
    decide(pipeline, List.of(trace));

    FoundTrace explained = pipeline.explain(id(trace));

    assertThat(explained.state()).isEqualTo(TraceState.DROPPED);
    assertThat(explained.explanation().orElseThrow().votes())
        .extracting(Vote::sampled)
        .containsOnly(false);
  }

  @Test
  void aKeptTraceIsExplainedByTheVersionAndTheSpansThatKeptIt() {
    Pipeline pipeline = new Pipeline(ERRORS_AND_SOME, 1);
    List<Span> trace = new ArrayList<>(spans.trace(2));
    decide(pipeline, List.of(trace));
    String version = pipeline.version();
    pipeline.policies.replaceCurrent(Pipeline.EVERYTHING.getBytes(StandardCharsets.UTF_8));
    decide(pipeline, List.of(List.of(Spans.failed(spans.child(trace.get(0), "late", "error")))));

    FoundTrace explained = pipeline.explain(id(trace));

    assertThat(explained.state()).isEqualTo(TraceState.KEPT);
    assertThat(explained.policyVersion()).contains(version);
    assertThat(explained.sampling().orElseThrow().policy()).isEqualTo("some");
    Decision decision = explained.explanation().orElseThrow();
    assertThat(decision.policy()).isEqualTo("some");
    assertThat(decision.votes()).extracting(Vote::sampled).containsExactly(false, true);
  }

  @Test
  void aTraceInFlightIsToldWhatWouldBecomeOfItNow() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    decide(pipeline, List.of(spans.trace(1), spans.trace(1), spans.trace(1), spans.trace(1)));
    List<Span> fine = spans.trace(2);
    List<Span> failed = List.of(Spans.failed(spans.trace(1).get(0)));
    pipeline.put(0, fine);
    pipeline.put(0, failed);
    pipeline.ingest(10);

    FoundTrace now = pipeline.explain(id(fine));
    assertThat(now.state()).isEqualTo(TraceState.IN_FLIGHT);
    assertThat(now.explanation().orElseThrow().sampled()).isFalse();
    assertThat(pipeline.explain(id(failed)).explanation().orElseThrow().sampled()).isTrue();
  }

  @Test
  void aBudgetThatIsSpentIsSpentForATraceInFlightToo() {
    Pipeline pipeline = new Pipeline(ERRORS_AND_SOME, 1);
    List<List<Span>> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(spans.trace(6));
    }
    decide(pipeline, many);
    List<Span> larger = spans.trace(40);
    pipeline.put(0, larger);
    pipeline.ingest(10);

    Decision now = pipeline.explain(id(larger)).explanation().orElseThrow();
    assertThat(now.votes().get(1).measured()).contains("no room left");
  }

  @Test
  void aLatencyAboveAPercentileIsExplainedWithTheStatisticsOfItsStep() {
    Pipeline pipeline = new Pipeline(SLOW, 1);
    List<List<Span>> first = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      first.add(spans.trace(1));
    }
    decide(pipeline, first);
    List<Span> fast = spans.trace(1);
    List<Span> slow = List.of(lasting(spans.trace(1).get(0), 5_000));
    decide(pipeline, List.of(fast, slow));
    List<List<Span>> slower = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slower.add(List.of(lasting(spans.trace(1).get(0), 60_000)));
    }
    decide(pipeline, slower);

    FoundTrace kept = pipeline.explain(id(slow));
    assertThat(kept.state()).isEqualTo(TraceState.KEPT);
    Vote vote = kept.explanation().orElseThrow().votes().get(0);
    assertThat(vote.sampled()).isTrue();
    assertThat(kept.sampling().orElseThrow().reason())
        .isEqualTo(vote.measured() + ", wanted " + vote.threshold());
    assertThat(pipeline.explain(id(fast)).state()).isEqualTo(TraceState.DROPPED);
  }

  @Test
  void howeverLongAgoTheTrafficBeforeWasItsStatisticsAreFoundWithoutASearch() {
    Vote atOnce = voteOnAFastTraceAfter(Duration.ZERO);
    Vote hoursLater = voteOnAFastTraceAfter(Duration.ofHours(3));

    assertThat(atOnce.sampled()).isFalse();
    assertThat(hoursLater).isEqualTo(atOnce);
  }

  private static Vote voteOnAFastTraceAfter(Duration silence) {
    Pipeline pipeline = new Pipeline(SLOW, 1);
    Spans spans = new Spans(4);
    List<List<Span>> before = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      before.add(spans.trace(1));
    }
    decide(pipeline, before);
    pipeline.wait(silence);
    List<Span> fast = spans.trace(1);
    decide(pipeline, List.of(fast));
    pipeline.faults.reset();
    FoundTrace found = pipeline.explain(id(fast));

    assertThat(found.state()).isEqualTo(TraceState.DROPPED);
    assertThat(pipeline.faults.count("stats.get")).isEqualTo(1);
    return found.explanation().orElseThrow().votes().get(0);
  }

  private static void decide(Pipeline pipeline, List<List<Span>> traces) {
    traces.forEach(trace -> pipeline.put(0, trace));
    pipeline.ingest(100);
    pipeline.wait(QUIET);
    pipeline.finish();
  }

  private static Span ok(Span span) {
    return span.toBuilder().status(new Status(Status.Code.OK, "")).build();
  }

  private static Span lasting(Span span, long millis) {
    long start = span.startTimeUnixNano();
    return span.toBuilder().times(start, start + millis * 1_000_000).build();
  }

  private static TraceId id(List<Span> trace) {
    return trace.get(0).traceId();
  }
}
