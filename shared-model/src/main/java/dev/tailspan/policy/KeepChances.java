package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely a file's policies are to keep a trace, over all the ids it might have had: what an
 * estimate from a sample needs, as the ids in the sample are not random any more once a file with
 * the same hash has chosen them.
 *
 * <p>Budgets cannot be asked, as the traces they would be spent on are not all in a sample: {@link
 * #budgeted} policies count as if their budgets let nothing through.
 */
public final class KeepChances {
  private final Processor processor;
  private final List<One> policies = new ArrayList<>();
  private final List<String> budgeted = new ArrayList<>();

  private record One(String name, KeepChance alone) {}

  KeepChances(Processor processor) {
    this.processor = processor;
    processor
        .trees()
        .forEach(
            (policy, tree) -> {
              policies.add(
                  new One(
                      policy, KeepChance.of(List.of(), List.of(tree), processor.useTraceState())));
              if (!VoteTree.Parts.of(List.of(tree)).limiters().isEmpty()) {
                budgeted.add(policy);
              }
            });
  }

  /** The policies in which a budget stands. */
  public List<String> budgeted() {
    return List.copyOf(budgeted);
  }

  /**
   * The chance that the trace is kept, on the policies that would keep it: all of it on the first
   * that is certain to, where one is; otherwise in proportion to what each would keep alone.
   *
   * @param context of the round it would be decided in
   * @return by policy, none of them 0; empty for a trace that cannot be kept
   */
  public Map<String, Double> of(StagedTrace trace, RoundContext context) {
    DecisionRound round = new DecisionRound(processor, context);
    RoundDraw draw = new RememberedDraw(trace, round, processor.useTraceState(), Map.of());
    CertainAnswers answers = CertainAnswers.of(trace, draw, processor.certainParts());
    double whole = processor.chance(trace, answers, draw);
    Map<String, Double> chances = new LinkedHashMap<>();
    if (whole <= KeepChance.LEAST) {
      return chances;
    }
    double sum = 0;
    double most = KeepChance.throughHead(draw);
    for (One policy : policies) {
      double alone = policy.alone().of(answers, draw);
      if (alone >= most) {
        return Map.of(policy.name(), whole);
      }
      if (alone > KeepChance.LEAST) {
        chances.put(policy.name(), alone);
        sum += alone;
      }
    }
    double scale = whole / sum;
    chances.replaceAll((name, alone) -> alone * scale);
    return chances;
  }
}
