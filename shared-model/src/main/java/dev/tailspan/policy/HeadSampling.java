package dev.tailspan.policy;

import dev.tailspan.model.TraceId;
import java.util.Optional;

/**
 * Consistent probability sampling at the head (OpenTelemetry, "TraceState: Probability Sampling"):
 * a trace is taken by the randomness in its id, and says by which share, so that weights stay true.
 */
public final class HeadSampling {
  private static final long RANDOMNESS = OtelTraceState.NEVER - 1;

  private HeadSampling() {}

  /**
   * The tracestate of a trace that is taken; empty where it is not.
   *
   * @param id its last 56 bits are random
   * @param share of all traces, above 0 and at most 1
   */
  public static Optional<String> traceState(TraceId id, double share) {
    String state = SamplingMark.traceState("", 1 / share);
    long threshold = OtelTraceState.of(state).threshold().orElse(0);
    return (id.low() & RANDOMNESS) >= threshold ? Optional.of(state) : Optional.empty();
  }
}
