package dev.tailspan.publisher.debug;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples every span of a trace with the debug mark, whatever the parent's flag says, and asks
 * another sampler about the others. The spans carry the mark in their tracestate, so the tail keeps
 * the trace too, and {@code ot=th:0}: chosen with certainty, a trace stands for itself alone.
 */
public final class DebugSampler implements Sampler {
  /** On the first span of a service, for people to see; the policy {@code debug} knows it too. */
  static final AttributeKey<Boolean> ATTRIBUTE = AttributeKey.booleanKey("tailspan.debug");

  private final Sampler otherwise;

  private DebugSampler(Sampler otherwise) {
    this.otherwise = otherwise;
  }

  /** Over the sampler for all that is not marked. */
  public static Sampler over(Sampler otherwise) {
    return otherwise instanceof DebugSampler ? otherwise : new DebugSampler(otherwise);
  }

  @Override
  public SamplingResult shouldSample(
      Context parentContext,
      String traceId,
      String name,
      SpanKind spanKind,
      Attributes attributes,
      List<LinkData> parentLinks) {
    if (!DebugMark.isIn(parentContext)) {
      return otherwise.shouldSample(
          parentContext, traceId, name, spanKind, attributes, parentLinks);
    }
    SpanContext parent = Span.fromContext(parentContext).getSpanContext();
    return new Marked(!parent.isValid() || parent.isRemote());
  }

  @Override
  public String getDescription() {
    return "DebugSampler{" + otherwise.getDescription() + "}";
  }

  @Override
  public CompletableResultCode shutdown() {
    return otherwise.shutdown();
  }

  @Override
  public String toString() {
    return getDescription();
  }

  private record Marked(boolean first) implements SamplingResult {
    private static final Attributes MARK = Attributes.of(ATTRIBUTE, true);

    @Override
    public SamplingDecision getDecision() {
      return SamplingDecision.RECORD_AND_SAMPLE;
    }

    @Override
    public Attributes getAttributes() {
      return first ? MARK : Attributes.empty();
    }

    @Override
    public TraceState getUpdatedTraceState(TraceState parent) {
      return DebugMark.in(parent);
    }
  }
}
