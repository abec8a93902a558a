package dev.tailspan.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.storage.CurrentPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** New policy files while traces are decided. */
class PolicyLifeTest {
  private static final Duration QUIET = Duration.ofSeconds(150);
  private static final String SEVERAL =
      """
      processors:
        tail_sampling/all: {policies: [{name: everything, type: always_sample}]}
        tail_sampling/none: {policies: [{name: slow, type: latency, latency: {threshold_ms: 1000000}}]}
      """;

  private final Spans spans = new Spans(3);

  @Test
  void aBadNewVersionLeavesTheOldOneInForceAndIsCountedUntilItIsMended() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    assertThat(decideTraces(pipeline).refusedPolicyLoads()).isZero();
    String good = pipeline.version();
    FinalizeTraces finalizer = pipeline.newFinalizer();
    pipeline.policies.replaceCurrent("policies: [{name: x, typo: latency}]".getBytes(UTF_8));

    List<Span> trace = spans.trace(3);
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    FinalizeTraces.Outcome outcome = pipeline.finish(finalizer);

    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
    assertThat(pipeline.find(id(trace)).policyVersion()).contains(good);
    assertThat(outcome.refusedPolicyLoads()).isPositive();
    CurrentPolicy refused = finalizer.refusedPolicy().orElseThrow();
    assertThat(refused).isEqualTo(pipeline.policyVersions().current());
    assertThat(refused.problems()).hasSizeGreaterThan(1);

    pipeline.policies.replaceCurrent(Pipeline.ERRORS_ONLY.getBytes(UTF_8));
    pipeline.wait(QUIET);
    assertThat(pipeline.finish(finalizer).refusedPolicyLoads()).isZero();
    assertThat(finalizer.refusedPolicy()).isEmpty();
    assertThat(pipeline.version()).isNotEqualTo(good);
  }

  @Test
  void aStepIsDecidedByTheVersionItsBucketHadPinnedWhenItEnded() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    decideTraces(pipeline);
    String before = pipeline.version();
    List<Span> trace = spans.trace(3);
    pipeline.put(0, trace);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.policies.replaceCurrent(Pipeline.ERRORS_ONLY.getBytes(UTF_8));
    pipeline.restartFinalizer();
    pipeline.finish();

    assertThat(pipeline.find(id(trace)).policyVersion()).contains(before);
    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
    assertThat(pipeline.version()).isNotEqualTo(before);
  }

  @Test
  void aProcessWithOtherSettingsGoesOnWithWhatWasPinnedAndThenPinsItsOwn() {
    Pipeline pipeline = new Pipeline(SEVERAL, 1);
    pipeline.reading = reading("all");
    pipeline.restartFinalizer();
    decideTraces(pipeline);
    String all = pipeline.version();

    pipeline.reading = reading("none");
    pipeline.restartFinalizer();
    List<Span> first = spans.trace(2);
    pipeline.put(0, first);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    List<Span> second = spans.trace(2);
    pipeline.put(0, second);
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();

    assertThat(pipeline.find(id(first)).policyVersion()).contains(all);
    assertThat(pipeline.find(id(first)).state()).isEqualTo(TraceState.KEPT);
    assertThat(pipeline.find(id(second)).state()).isEqualTo(TraceState.DROPPED);
    pipeline.reading = PolicyReading.DEFAULT;
    assertThat(pipeline.explain(id(second)).explanation().orElseThrow().votes())
        .extracting(vote -> vote.policy())
        .containsExactly("slow");
  }

  @Test
  void bucketsThatPinDifferentVersionsAreBothShown() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    decideTraces(pipeline);
    String old = pipeline.version();
    pipeline.policies.replaceCurrent(Pipeline.ERRORS_ONLY.getBytes(UTF_8));
    pipeline.wait(QUIET);
    pipeline.newFinalizer().run(1, 2, pipeline.lowWatermark().orElseThrow(), () -> true);

    SystemStatus status =
        SystemStatus.read(pipeline.watermarks, pipeline.decisions, Pipeline.LAYOUT.buckets());

    String current = pipeline.policyVersions().current().file().orElseThrow().version();
    assertThat(status.bucketsByPolicy())
        .hasSize(2)
        .containsEntry(old, List.of(0))
        .containsEntry(current, List.of(1));
  }

  /** Some in every bucket. */
  private FinalizeTraces.Outcome decideTraces(Pipeline pipeline) {
    for (int i = 0; i < 20; i++) {
      pipeline.put(0, spans.trace(2));
    }
    pipeline.ingest(100);
    pipeline.wait(QUIET);
    return pipeline.finish();
  }

  private static PolicyReading reading(String processor) {
    return new PolicyReading(Optional.of(processor), FeatureGates.DEFAULT);
  }

  private static TraceId id(List<Span> trace) {
    return trace.get(0).traceId();
  }
}
