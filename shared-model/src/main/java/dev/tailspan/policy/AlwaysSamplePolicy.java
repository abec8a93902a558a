package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;

/** {@code always_sample}: yes. */
record AlwaysSamplePolicy(String name) implements Policy {
  @Override
  public PolicyType type() {
    return PolicyType.ALWAYS_SAMPLE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    return vote(true, "every trace", "");
  }
}
