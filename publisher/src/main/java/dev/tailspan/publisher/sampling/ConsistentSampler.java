package dev.tailspan.publisher.sampling;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples a span whose trace's randomness reaches a threshold, and writes the threshold into the
 * tracestate ({@code ot=th}): so every reader knows how many traces a sampled one stands for.
 *
 * <p>Decides root spans; use it within {@link Sampler#parentBased}, which passes the decision and
 * the tracestate on to all spans below.
 */
public final class ConsistentSampler implements Sampler {
  private final Threshold threshold;
  private final String description;

  private ConsistentSampler(Threshold threshold, String description) {
    this.threshold = threshold;
    this.description = description;
  }

  /**
   * A share of all traces.
   *
   * @param share 0 to 1
   */
  public static Sampler probability(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
    }
    long threshold = Threshold.ofShare(share);
    return new ConsistentSampler(
        operation -> threshold, "ConsistentSampler{probability=" + share + "}");
  }

  /**
   * So many traces a second in the long run, all operations together. The share adapts to the
   * traffic of about ten seconds, so a burst passes in part; no trace's chance is ever 0.
   *
   * @param perSecond over 0
   */
  public static Sampler rateLimiting(double perSecond) {
    TargetRate rate = TargetRate.of(perSecond, System::nanoTime);
    return new ConsistentSampler(
        operation -> rate.next(), "ConsistentSampler{tracesPerSecond=" + perSecond + "}");
  }

  /**
   * So many traces a second in the long run of every operation, told by the root span's name: rare
   * operations are kept whole while busy ones are thinned out.
   *
   * @param perSecond over 0
   */
  public static Sampler adaptive(double perSecond) {
    return new ConsistentSampler(
        new RatePerOperation(perSecond, System::nanoTime),
        "ConsistentSampler{tracesPerSecondAndOperation=" + perSecond + "}");
  }

  static Sampler of(Threshold threshold) {
    return new ConsistentSampler(threshold, "ConsistentSampler");
  }

  @Override
  public SamplingResult shouldSample(
      Context parentContext,
      String traceId,
      String name,
      SpanKind spanKind,
      Attributes attributes,
      List<LinkData> parentLinks) {
    TraceState received = Span.fromContext(parentContext).getSpanContext().getTraceState();
    OtelTraceState state = OtelTraceState.of(received);
    long needed = threshold.of(name);
    return state.randomness(traceId) >= needed
        ? new TraceStateResult(SamplingDecision.RECORD_AND_SAMPLE, state.in(received, needed))
        : new TraceStateResult(SamplingDecision.DROP, state.withoutThreshold(received));
  }

  @Override
  public String getDescription() {
    return description;
  }

  @Override
  public String toString() {
    return description;
  }

  private record TraceStateResult(SamplingDecision decision, TraceState traceState)
      implements SamplingResult {
    @Override
    public SamplingDecision getDecision() {
      return decision;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.empty();
    }

    @Override
    public TraceState getUpdatedTraceState(TraceState parentTraceState) {
      return traceState;
    }
  }
}
