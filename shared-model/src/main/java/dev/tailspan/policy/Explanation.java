package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * A decision made again without the other traces of its round. What a budget answered is certain
 * where more was left in the end than the trace costs, as budgets only shrink within a round, and
 * where the trace costs more than the budget ever holds. The rest is supposed, in the one way that
 * leads to what is known to have become of the trace.
 */
final class Explanation {
  /**
   * Beyond so many budgets of which the answer is not certain, the others stay as first supposed.
   */
  private static final int MAX_SUPPOSED = 10;

  private final Processor processor;
  private final DecisionRound round;
  private final RoundMemory after;

  Explanation(Processor processor, DecisionRound round, RoundMemory after) {
    this.processor = processor;
    this.round = round;
    this.after = after;
  }

  Decision of(StagedTrace trace, Optional<String> keptBy) {
    Map<Limiter, Boolean> answers = new HashMap<>();
    List<Limiter> open = new ArrayList<>();
    for (Limiter limiter : processor.limiters()) {
      Optional<Boolean> certain = certain(trace, limiter);
      answers.put(limiter, certain.orElse(keptBy.isPresent()));
      if (certain.isEmpty() && open.size() < MAX_SUPPOSED) {
        open.add(limiter);
      }
    }
    Decision first = decide(trace, answers);
    Decision sameSide = null;
    Decision decision = first;
    for (int turned = 0; turned < 1 << open.size(); turned++) {
      for (int i = 0; i < open.size(); i++) {
        answers.put(open.get(i), keptBy.isPresent() ^ (turned >> i & 1) == 1);
      }
      decision = decide(trace, answers);
      if (decision.sampled() == keptBy.isPresent()) {
        if (keptBy.isEmpty() || keptBy.get().equals(decision.policy())) {
          return decision;
        }
        sameSide = sameSide == null ? decision : sameSide;
      }
    }
    return sameSide != null ? sameSide : contradicted(first, keptBy.isPresent());
  }

  private Decision decide(StagedTrace trace, Map<Limiter, Boolean> answers) {
    return processor.decide(
        trace, new RememberedDraw(trace, round, processor.useTraceState(), answers));
  }

  private Optional<Boolean> certain(StagedTrace trace, Limiter limiter) {
    long cost = limiter.unit().cost(trace);
    if (cost > limiter.burst()) {
      return Optional.of(false);
    }
    // A cut leaves room that nobody behind it gets, and a gate may have been shut.
    if (limiter.threshold() || limiter.gate() != null || after.equals(RoundMemory.NONE)) {
      return Optional.empty();
    }
    return left(trace, limiter).orElse(-1) >= cost ? Optional.of(true) : Optional.empty();
  }

  private OptionalDouble left(StagedTrace trace, Limiter limiter) {
    OptionalDouble own = after.left(limiter, limiter.key(trace));
    SortedMap<Long, Double> keys = after.left().get(limiter.id());
    if (own.isPresent() || limiter.keying() == null || keys == null) {
      return own;
    }
    boolean all = keys.size() < processor.maxKeys() && !keys.containsKey(LimiterRound.OTHER);
    return all ? OptionalDouble.of(round.context().clock().full(limiter)) : OptionalDouble.empty();
  }

  /** Spans it was decided by are gone, or some have come that were not there. */
  private static Decision contradicted(Decision again, boolean kept) {
    return kept
        ? again
        : new Decision(
            false,
            "",
            "it was dropped, though what is staged of it now would be kept: " + again.reason(),
            0,
            again.votes());
  }
}
