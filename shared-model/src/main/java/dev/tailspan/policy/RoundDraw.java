package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import org.jspecify.annotations.Nullable;

/** The one draw that counts: of the id the trace really has, among the traces of its round. */
sealed class RoundDraw implements Draw permits RememberedDraw {
  private final StagedTrace trace;
  private final DecisionRound round;
  private final @Nullable RoundEntry entry;
  private final boolean useTraceState;
  private @Nullable Consistency consistency;

  /**
   * @param entry null where the trace can come to no limiter
   */
  RoundDraw(StagedTrace trace, DecisionRound round, @Nullable RoundEntry entry, boolean gate) {
    this.trace = trace;
    this.round = round;
    this.entry = entry;
    this.useTraceState = gate;
  }

  private Consistency consistency() {
    Consistency known = consistency;
    if (known == null) {
      known = Consistency.of(trace);
      consistency = known;
    }
    return known;
  }

  @Override
  public long hash(Salt salt) {
    return salt.hash(trace.id());
  }

  @Override
  public long randomness() {
    return consistency().randomness();
  }

  /** The threshold the trace came through before it came here. */
  long head() {
    return consistency().head();
  }

  @Override
  public boolean isConsistent() {
    return useTraceState && consistency().present();
  }

  @Override
  public boolean admits(Limiter limiter) {
    return entry == null
        ? randomness() >= leastRandomness(limiter)
        : round.admitted(entry, limiter);
  }

  @Override
  public long threshold(Limiter limiter) {
    return limiter.threshold() ? round.cut(trace, limiter) : 0;
  }

  /** The least randomness with which the limiter would let this trace through. */
  long leastRandomness(Limiter limiter) {
    return entry == null ? round.threshold(trace, limiter) : round.threshold(entry, limiter);
  }

  @Override
  public RoundContext round() {
    return round.context();
  }
}
