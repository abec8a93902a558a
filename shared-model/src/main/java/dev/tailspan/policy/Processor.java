package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The votes of all policies, merged as the processor's {@code makeDecision} does: {@code drop}
 * policies first, the first that matches ends it; then every other policy (up to the first that
 * samples, with {@code sample_on_first_match}); one that samples is enough.
 */
final class Processor {
  /** A policy and how it combines answers. */
  private record Part(Policy policy, VoteTree tree) {
    VoteTree.Parts inside() {
      return VoteTree.Parts.of(List.of(tree));
    }
  }

  private final List<Part> drops;
  private final List<Part> policies;
  private final boolean firstMatch;
  private final long maxTraceBytes;
  private final boolean useTraceState;
  private final int certainParts;
  private final List<Limiter> limiters;
  private final KeepChance chance;

  private final List<Part> limited;

  /** What the asking of limiters may turn on. */
  private final List<VoteTree.Certain> recorded;

  /**
   * @param maxTraceBytes a larger trace is not sampled, before any policy; 0 for no such bound
   */
  Processor(List<Policy> all, boolean firstMatch, long maxTraceBytes, FeatureGates gates) {
    VoteTree.Builder trees = new VoteTree.Builder();
    List<Part> parts = all.stream().map(p -> new Part(p, trees.of(p))).toList();
    this.drops = parts.stream().filter(part -> part.policy() instanceof DropPolicy).toList();
    this.policies = parts.stream().filter(part -> !(part.policy() instanceof DropPolicy)).toList();
    this.firstMatch = firstMatch;
    this.maxTraceBytes = maxTraceBytes;
    this.useTraceState = gates.useTraceState();
    this.certainParts = trees.certain();
    this.limiters =
        List.copyOf(VoteTree.Parts.of(parts.stream().map(Part::tree).toList()).limiters());
    this.limited = policies.stream().filter(part -> !part.inside().limiters().isEmpty()).toList();
    this.recorded =
        parts.stream()
            .map(Part::inside)
            .filter(inside -> firstMatch || !inside.limiters().isEmpty())
            .flatMap(inside -> inside.certain().stream())
            .toList();
    this.chance =
        KeepChance.of(
            drops.stream().map(Part::tree).toList(),
            policies.stream().map(Part::tree).toList(),
            gates.useTraceState());
  }

  boolean useTraceState() {
    return useTraceState;
  }

  int certainParts() {
    return certainParts;
  }

  /** In the order of the file. */
  List<Limiter> limiters() {
    return limiters;
  }

  /** How many keys of each limiter are told apart. */
  int maxKeys() {
    return RoundMemory.maxKeys(limiters.stream().filter(l -> l.keying() != null).count());
  }

  boolean isCountable() {
    return chance.isCountable();
  }

  /** The policies that sample, in the order of the file. */
  Map<String, VoteTree> trees() {
    Map<String, VoteTree> trees = new LinkedHashMap<>();
    policies.forEach(part -> trees.put(part.policy().name(), part.tree()));
    return trees;
  }

  /** The probability that the trace is kept; 0 for one that is too large or certain to drop. */
  double chance(StagedTrace trace, CertainAnswers answers, RoundDraw draw) {
    boolean never =
        isTooLarge(trace)
            || drops.stream()
                .map(Part::tree)
                .filter(VoteTree.Certain.class::isInstance)
                .anyMatch(tree -> tree.ask(answers, draw) == Answer.YES);
    return never ? 0 : chance.of(answers, draw);
  }

  private boolean isTooLarge(StagedTrace trace) {
    return maxTraceBytes > 0 && trace.resourceSpansSize() > maxTraceBytes;
  }

  /**
   * Answers what a round has to know of a trace that may come to a limiter: asks as if every
   * limiter let it through.
   *
   * @return false when it can come to none
   */
  boolean reachesLimiter(StagedTrace trace, CertainAnswers answers, ReachDraw draw) {
    if (isTooLarge(trace)) {
      return false;
    }
    if (!isDropped(answers, draw)) {
      ask(answers, draw);
      // Where traces are cut at a threshold those count too that an earlier policy samples.
      cuts(answers, draw, draw::admits);
    }
    if (draw.reached()) {
      recorded.forEach(answers::of);
    }
    return draw.reached();
  }

  boolean isDropped(CertainAnswers answers, Draw draw) {
    for (Part drop : drops) {
      if (drop.tree().ask(answers, draw) == Answer.YES) {
        return true;
      }
    }
    return false;
  }

  /** Asks all that comes to a limiter, for what the asking does to budgets. */
  void ask(CertainAnswers answers, Draw draw) {
    for (Part part : firstMatch ? policies : limited) {
      if (part.tree().ask(answers, draw) == Answer.YES && firstMatch) {
        return;
      }
    }
  }

  /** Finds the limiters that cut a round's traces and would be asked about this one. */
  void cuts(CertainAnswers answers, Draw draw, Consumer<Limiter> into) {
    for (Part part : limited) {
      part.tree().cuts(answers, draw, into);
    }
  }

  Decision decide(StagedTrace trace, RoundDraw draw) {
    if (isTooLarge(trace)) {
      String why = "larger than " + maxTraceBytes + " bytes: " + trace.resourceSpansSize();
      return new Decision(false, "", why, 0, List.of());
    }
    List<Vote> votes = new ArrayList<>(drops.size() + policies.size());
    for (Part part : drops) {
      DropPolicy drop = (DropPolicy) part.policy();
      DropPolicy.Answer answer = drop.ask(trace, draw);
      votes.add(answer.vote());
      if (answer.drops()) {
        return new Decision(false, drop.name(), "dropped: " + reason(answer.vote()), 0, votes);
      }
    }
    return merge(trace, draw, votes);
  }

  private Decision merge(StagedTrace trace, RoundDraw draw, List<Vote> votes) {
    CertainAnswers answers = CertainAnswers.of(trace, draw, certainParts);
    Vote named = null;
    long least = Long.MAX_VALUE;
    for (Part part : policies) {
      Vote vote = part.policy().evaluate(trace, draw);
      votes.add(vote);
      if (part.tree() instanceof VoteTree.Certain certain) {
        answers.know(certain, Answer.of(vote));
      }
      long strictness = vote.sampled() ? part.policy().strictness(draw) : Long.MAX_VALUE;
      if (strictness < least) {
        least = strictness;
        named = vote;
      }
      if (vote.sampled() && firstMatch) {
        break;
      }
    }
    if (named == null) {
      String why = policies.isEmpty() ? "there is no policy that samples" : "no policy sampled it";
      return new Decision(false, "", why, 0, votes);
    }
    double adjustedCount = 1 / chance.of(answers, draw);
    return new Decision(true, named.policy(), reason(named), adjustedCount, votes);
  }

  private static String reason(Vote vote) {
    return vote.threshold().isEmpty()
        ? vote.measured()
        : vote.measured() + ", wanted " + vote.threshold();
  }
}
