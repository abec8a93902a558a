package dev.tailspan.publisher.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistentSamplerTest {
  private static final String LOW_ID = "ffffffffffffffffff1fffffffffffff";
  private static final String HIGH_ID = "000000000000000000e0000000000000";

  private static TraceState state(String ot) {
    return TraceState.builder().put("vendor", "x").put("ot", ot).build();
  }

  private static Context under(String traceId, TraceFlags flags, TraceState state) {
    SpanContext parent =
        SpanContext.createFromRemoteParent(traceId, "00000000000000aa", flags, state);
    return Context.root().with(Span.wrap(parent));
  }

  private static SamplingResult sample(Sampler sampler, Context parent, String traceId) {
    return sampler.shouldSample(
        parent, traceId, "GET /", SpanKind.SERVER, Attributes.empty(), List.of());
  }

  private static String ot(SamplingResult result, TraceState parent) {
    return result.getUpdatedTraceState(parent).get("ot");
  }

  @Test
  void aRootIsSampledByTheEndOfItsTraceIdAndSaysWithWhatThreshold() {
    Sampler sampler = ConsistentSampler.probability(0.25);
    SamplingResult kept = sample(sampler, Context.root(), HIGH_ID);
    assertThat(kept.getDecision()).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(ot(kept, TraceState.getDefault())).isEqualTo("th:c");
    SamplingResult dropped = sample(sampler, Context.root(), LOW_ID);
    assertThat(dropped.getDecision()).isEqualTo(SamplingDecision.DROP);
    assertThat(dropped.getUpdatedTraceState(TraceState.getDefault()).isEmpty()).isTrue();
  }

  @Test
  void theBorderItselfIsSampled() {
    Sampler half = ConsistentSampler.probability(0.5);
    String at = "00000000000000000080000000000000";
    String below = "0000000000000000007fffffffffffff";
    assertThat(sample(half, Context.root(), at).getDecision())
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(sample(half, Context.root(), below).getDecision()).isEqualTo(SamplingDecision.DROP);
  }

  @Test
  void explicitRandomnessWinsOverTheIdAndStaysInTheState() {
    TraceState state = state("rv:ffffffffffffff;x:y");
    Context parent = under(LOW_ID, TraceFlags.getDefault(), state);
    SamplingResult result = sample(ConsistentSampler.probability(0.1), parent, LOW_ID);
    assertThat(result.getDecision()).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(ot(result, state)).isEqualTo("rv:ffffffffffffff;th:e6666;x:y");
    assertThat(result.getUpdatedTraceState(state).get("vendor")).isEqualTo("x");
  }

  @Test
  void whatIsNotSampledCarriesNoThreshold() {
    TraceState state = state("th:8;rv:00000000000001");
    Context parent = under(HIGH_ID, TraceFlags.getSampled(), state);
    SamplingResult result = sample(ConsistentSampler.probability(0.5), parent, HIGH_ID);
    assertThat(result.getDecision()).isEqualTo(SamplingDecision.DROP);
    assertThat(ot(result, state)).isEqualTo("rv:00000000000001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rv:123", "th:", "th:123456789abcdef", "th:8;;", "rv:g0000000000000", "TH:8", "x"})
  void anInvalidStateIsVoidAndReplaced(String ot) {
    TraceState state = state(ot);
    Context parent = under(HIGH_ID, TraceFlags.getSampled(), state);
    SamplingResult result = sample(ConsistentSampler.probability(0.5), parent, HIGH_ID);
    assertThat(ot(result, state)).isEqualTo("th:8");
  }

  @Test
  void underAParentItsDecisionAndStateAreFollowed() {
    Sampler sampler = Sampler.parentBased(ConsistentSampler.probability(0.001));
    TraceState state = state("th:c");
    SamplingResult kept = sample(sampler, under(LOW_ID, TraceFlags.getSampled(), state), LOW_ID);
    assertThat(kept.getDecision()).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(kept.getUpdatedTraceState(state)).isEqualTo(state);
    SamplingResult dropped =
        sample(sampler, under(HIGH_ID, TraceFlags.getDefault(), state), HIGH_ID);
    assertThat(dropped.getDecision()).isEqualTo(SamplingDecision.DROP);
  }

  @Test
  void allAndNoneAreShares() {
    assertThat(ot(sample(ConsistentSampler.probability(1), Context.root(), LOW_ID), state("x:y")))
        .isEqualTo("th:0");
    assertThat(sample(ConsistentSampler.probability(0), Context.root(), HIGH_ID).getDecision())
        .isEqualTo(SamplingDecision.DROP);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareOutsideOfItsRangeIsRefused(double share) {
    assertThatThrownBy(() -> ConsistentSampler.probability(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + share);
  }
}
