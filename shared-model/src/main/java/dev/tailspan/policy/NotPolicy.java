package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/** {@code not}: swaps yes and no of one policy; what fails stays a failure. */
record NotPolicy(String name, Policy part) implements Policy {
  @Override
  public PolicyType type() {
    return PolicyType.NOT;
  }

  @Override
  public List<Policy> parts() {
    return List.of(part);
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    Vote vote = part.evaluate(trace, draw);
    if (vote.failed()) {
      return failure(vote.measured(), vote.threshold());
    }
    String threshold = vote.threshold().isEmpty() ? "never" : "not " + vote.threshold();
    return vote(!vote.sampled(), vote.measured(), threshold);
  }
}
