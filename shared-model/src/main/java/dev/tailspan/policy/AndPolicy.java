package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/** {@code and}: asks its parts in order and stops at the first no. Without parts: yes. */
record AndPolicy(String name, List<Policy> parts) implements Policy {
  AndPolicy {
    parts = List.copyOf(parts);
  }

  @Override
  public PolicyType type() {
    return PolicyType.AND;
  }

  @Override
  public List<ProbabilisticPolicy> draws() {
    return parts.stream().flatMap(part -> part.draws().stream()).toList();
  }

  /** That of the strictest part. */
  @Override
  public long strictness() {
    return parts.stream().mapToLong(Policy::strictness).max().orElse(0);
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    PartVotes votes = PartVotes.of(parts, trace, draw);
    return vote(votes.all(), votes.measured(), votes.threshold());
  }
}
