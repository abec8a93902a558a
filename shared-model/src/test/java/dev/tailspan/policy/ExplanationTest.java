package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision made again from what its round left behind comes to the same. */
class ExplanationTest {
  private static final String RATE =
      "type: rate_limiting, rate_limiting: {spans_per_second: 10, burst_capacity: 40}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        RATE,
        "type: bytes_limiting, bytes_limiting: {bytes_per_second: 500, burst_capacity: 2000}",
        "type: not, not: {not_sub_policy: {name: n, " + RATE + "}}",
        "type: and, and: {and_sub_policy: [{name: a, type: span_count, span_count: {min_spans: 2}},"
            + " {name: b, "
            + RATE
            + "}]}",
        "type: drop, drop: {drop_sub_policy: [{name: d, " + RATE + "}]}",
        "type: composite, composite: {max_total_spans_per_second: 20, policy_order: [x, y],"
            + " composite_sub_policy: [{name: x, type: span_count, span_count: {min_spans: 4}},"
            + " {name: y, type: always_sample}],"
            + " rate_allocation: [{policy: x, percent: 50}, {policy: y, percent: 50}]}",
        "type: rare_operation, rare_operation: {traces_per_minute: 3}",
        "type: diversity, diversity: {period: 1m}"
      })
  void everyTraceOfARoundIsExplainedAsWhatItBecame(String policy) {
    PolicyFile file =
        policy.startsWith("type: drop")
            ? TraceKit.policies(policy, "type: always_sample")
            : TraceKit.policies(policy);
    for (int seed = 0; seed < 5; seed++) {
      List<StagedTrace> traces = traces(seed);
      DecisionRound round = file.round(RoundContext.standingStill(0));
      traces.forEach(round::offer);
      List<Decision> decisions = traces.stream().map(round::decide).toList();
      RoundMemory after = round.after();
      assertThat(decisions).extracting(Decision::sampled).contains(true, false);
      for (int i = 0; i < traces.size(); i++) {
        Decision decision = decisions.get(i);
        Decision again =
            file.explain(
                traces.get(i),
                RoundContext.standingStill(0),
                after,
                decision.sampled() ? Optional.of(decision.policy()) : Optional.empty());
        assertThat(again.sampled()).isEqualTo(decision.sampled());
        assertThat(again.policy()).isEqualTo(decision.policy());
        assertThat(again.reason()).isEqualTo(decision.reason());
        assertThat(again.votes()).isEqualTo(decision.votes());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDroppedTraceIsNotCalledSampledWhateverIsStagedOfItNow(boolean kept) {
    Decision again =
        TraceKit.policies("type: always_sample")
            .explain(
                TraceKit.plain(),
                RoundContext.standingStill(0),
                RoundMemory.NONE,
                kept ? Optional.of("p0") : Optional.empty());

    assertThat(again.sampled()).isEqualTo(kept);
    assertThat(again.votes()).hasSize(1);
  }

  private static List<StagedTrace> traces(int seed) {
    Random random = new Random(seed);
    List<StagedTrace> traces = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      TraceId id = new TraceId(random.nextLong() | 1, random.nextLong());
      List<Span> spans = new ArrayList<>();
      int size = 1 + random.nextInt(8);
      for (int n = 1; n <= size; n++) {
        SpanBuilder span = TraceKit.span(n).traceId(id).name("op-" + random.nextInt(3));
        spans.add(span.build());
      }
      traces.add(StagedTrace.of(spans));
    }
    return traces;
  }
}
