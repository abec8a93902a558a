package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * The votes of all policies, merged as the processor's {@code makeDecision} does: {@code drop}
 * policies first, the first that matches ends it; then every other policy (up to the first that
 * samples, with {@code sample_on_first_match}); one that samples is enough.
 */
final class Processor {
  private final List<DropPolicy> drops;
  private final List<Policy> policies;
  private final boolean firstMatch;
  private final KeepChance chance;

  Processor(List<Policy> all, boolean firstMatch, KeepChance chance) {
    this.drops =
        all.stream().filter(DropPolicy.class::isInstance).map(DropPolicy.class::cast).toList();
    this.policies = all.stream().filter(policy -> !(policy instanceof DropPolicy)).toList();
    this.firstMatch = firstMatch;
    this.chance = chance;
  }

  Decision decide(StagedTrace trace) {
    Draw draw = Draw.of(trace.id());
    List<Vote> votes = new ArrayList<>(drops.size() + policies.size());
    for (DropPolicy drop : drops) {
      DropPolicy.Answer answer = drop.ask(trace, draw);
      votes.add(answer.vote());
      if (answer.drops()) {
        return new Decision(false, drop.name(), "dropped: " + reason(answer.vote()), 0, votes);
      }
    }
    return merge(trace, draw, votes);
  }

  private Decision merge(StagedTrace trace, Draw draw, List<Vote> votes) {
    Policy least = null;
    Vote named = null;
    boolean certain = false;
    for (int i = 0; i < policies.size(); i++) {
      Policy policy = policies.get(i);
      boolean asked = named == null || !firstMatch;
      if (!asked && (certain || !policy.draws().isEmpty())) {
        continue;
      }
      Vote vote = policy.evaluate(trace, draw);
      // What is not asked any more still makes the trace one that is kept for certain.
      certain |= vote.sampled() && policy.draws().isEmpty();
      if (asked) {
        votes.add(vote);
      }
      if (asked && vote.sampled() && (least == null || policy.strictness() < least.strictness())) {
        least = policy;
        named = vote;
      }
    }
    if (named == null) {
      String why = policies.isEmpty() ? "there is no policy that samples" : "no policy sampled it";
      return new Decision(false, "", why, 0, votes);
    }
    double adjustedCount = 1 / chance.of(trace, certain);
    return new Decision(true, named.policy(), reason(named), adjustedCount, votes);
  }

  private static String reason(Vote vote) {
    return vote.threshold().isEmpty()
        ? vote.measured()
        : vote.measured() + ", wanted " + vote.threshold();
  }
}
