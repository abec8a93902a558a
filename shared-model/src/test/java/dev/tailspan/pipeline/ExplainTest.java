package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.Vote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private static final Duration QUIET = Duration.ofSeconds(180);

  private final Spans spans = new Spans(11);

  private List<TraceId> decided(Pipeline pipeline, int traces) {
    List<TraceId> ids = new ArrayList<>();
    for (int i = 0; i < traces; i++) {
      List<Span> trace = spans.trace(2);
      ids.add(trace.get(0).traceId());
      pipeline.put(0, trace);
    }
    pipeline.ingest(100);
    pipeline.wait(QUIET);
    pipeline.finish();
    return ids;
  }

  @Test
  void whatABudgetTurnedAwayIsNeverExplainedAsSampled() {
    Pipeline pipeline = new Pipeline(Pipeline.LIMITED, 1);
    List<FoundTrace> found = decided(pipeline, 200).stream().map(pipeline::explain).toList();

    List<FoundTrace> dropped = found.stream().filter(f -> f.state() == TraceState.DROPPED).toList();
    assertThat(dropped).hasSizeBetween(1, 199);
    assertThat(dropped)
        .allSatisfy(
            trace -> {
              Decision decision = trace.explanation().orElseThrow();
              assertThat(decision.sampled()).isFalse();
              assertThat(decision.votes()).noneMatch(Vote::sampled);
              assertThat(vote(decision, "some").measured()).contains("no room left");
            });
  }

  @Test
  void aKeptTraceHasTheVoteOfTheLimiterThatLetItThrough() {
    Pipeline pipeline = new Pipeline(Pipeline.LIMITED, 1);
    List<FoundTrace> kept =
        decided(pipeline, 200).stream()
            .map(pipeline::explain)
            .filter(f -> f.state() == TraceState.KEPT)
            .toList();

    assertThat(kept).isNotEmpty();
    assertThat(kept)
        .allSatisfy(
            trace -> {
              Decision decision = trace.explanation().orElseThrow();
              assertThat(decision.policy()).isEqualTo("some");
              assertThat(decision.adjustedCount())
                  .isEqualTo(trace.sampling().orElseThrow().adjustedCount());
              assertThat(decision.votes())
                  .extracting(Vote::policy, Vote::sampled)
                  .containsExactly(
                      tuple("errors", false), tuple("some", true), tuple("none", false));
            });
  }

  @Test
  void aTraceInFlightIsExplainedAsIfItWereDecidedNow() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    decided(pipeline, 20);
    List<Span> trace = spans.trace(2);
    pipeline.put(0, List.of(Spans.failed(trace.get(0))));
    pipeline.ingest(10);

    FoundTrace found = pipeline.explain(trace.get(0).traceId());
    assertThat(found.state()).isEqualTo(TraceState.IN_FLIGHT);
    assertThat(found.explanation().orElseThrow().policy()).isEqualTo("errors");
    assertThat(found.policyVersion()).isPresent();
    assertThat(pipeline.find(trace.get(0).traceId()).explanation()).isEmpty();
  }

  @Test
  void anUnknownTraceHasNoExplanation() {
    FoundTrace found = new Pipeline(Pipeline.ERRORS_ONLY, 1).explain(new TraceId(1, 1));
    assertThat(found.state()).isEqualTo(TraceState.UNKNOWN);
    assertThat(found.explanation()).isEmpty();
  }

  private static Vote vote(Decision decision, String policy) {
    return decision.votes().stream()
        .filter(vote -> vote.policy().equals(policy))
        .findFirst()
        .orElseThrow();
  }
}
