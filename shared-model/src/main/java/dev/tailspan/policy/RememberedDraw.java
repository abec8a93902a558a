package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.Map;

/** A draw after the round: what its budgets let through is remembered, or supposed. */
final class RememberedDraw extends RoundDraw {
  private final Map<Limiter, Boolean> admitted;

  RememberedDraw(
      StagedTrace trace, DecisionRound round, boolean gate, Map<Limiter, Boolean> admitted) {
    super(trace, round, null, gate);
    this.admitted = Map.copyOf(admitted);
  }

  @Override
  public boolean admits(Limiter limiter) {
    return admitted.getOrDefault(limiter, false);
  }

  @Override
  public long threshold(Limiter limiter) {
    return 0;
  }

  @Override
  long leastRandomness(Limiter limiter) {
    return admits(limiter) ? 0 : OtelTraceState.NEVER;
  }
}
