package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/**
 * {@code and}: asks its parts in order and stops at the first no or failure. Without parts: yes.
 */
record AndPolicy(String name, List<Policy> parts) implements Policy {
  AndPolicy {
    parts = List.copyOf(parts);
  }

  @Override
  public PolicyType type() {
    return PolicyType.AND;
  }

  /** That of the strictest part. */
  @Override
  public long strictness(Draw draw) {
    return parts.stream().mapToLong(part -> part.strictness(draw)).max().orElse(0);
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    PartVotes votes = PartVotes.of(parts, trace, draw);
    return votes.failed()
        ? failure(votes.measured(), votes.threshold())
        : vote(votes.all(), votes.measured(), votes.threshold());
  }
}
