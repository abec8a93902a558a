package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The votes on a trace once more, after its round: the other traces are not at hand, but what was
 * left of each budget is. A trace that asked and costs no more than that was let through, as a
 * budget only falls during its round; any other is taken as turned away.
 */
final class Explanation {
  private static final String GONE =
      "not kept by what its step knew of budgets and earlier traffic, which is gone";

  private final Processor processor;
  private final RoundContext context;
  private final StagedTrace trace;
  private final Optional<RoundMemory> after;

  Explanation(Processor processor, long endMillis, StagedTrace trace, Optional<RoundMemory> after) {
    this.processor = processor;
    this.context = RoundContext.standingStill(endMillis);
    this.trace = trace;
    this.after = after;
  }

  /** Of a trace that was not kept: never says that it was sampled. */
  Decision ofDropped() {
    Decision decision = decide(this::fits);
    if (decision.sampled()) {
      decision = decide(limiter -> false);
    }
    return decision.sampled() ? new Decision(false, "", GONE, 0, decision.votes()) : decision;
  }

  /** The votes on a trace that was kept: the limiters of the policy that decided let it through. */
  List<Vote> ofKept(String policy) {
    List<Limiter> passed = processor.limiters(policy);
    return decide(limiter -> passed.contains(limiter) || fits(limiter)).votes();
  }

  private boolean fits(Limiter limiter) {
    long cost = limiter.unit().cost(trace);
    if (after.isEmpty() || cost > limiter.burst()) {
      return false;
    }
    OptionalDouble left = after.get().left(limiter, limiter.key(trace));
    // A keyed budget that is full is not remembered.
    return left.isPresent() ? cost <= left.getAsDouble() : limiter.keying() != null;
  }

  private Decision decide(Predicate<Limiter> admits) {
    return processor.decide(trace, new AfterDraw(new DecisionRound(processor, context), admits));
  }

  /** Knows of each limiter what it said, and not how near it was. */
  private final class AfterDraw extends RoundDraw {
    private final Predicate<Limiter> admits;

    AfterDraw(DecisionRound round, Predicate<Limiter> admits) {
      super(trace, round, null, processor.useTraceState());
      this.admits = admits;
    }

    @Override
    public boolean admits(Limiter limiter) {
      return admits.test(limiter);
    }

    @Override
    public long threshold(Limiter limiter) {
      return 0;
    }

    @Override
    long leastRandomness(Limiter limiter) {
      return admits.test(limiter) ? 0 : OtelTraceState.NEVER;
    }
  }
}
