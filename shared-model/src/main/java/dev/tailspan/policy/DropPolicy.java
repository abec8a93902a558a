package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/**
 * {@code drop}: when all its parts say yes the trace is dropped, whatever other policies say.
 * Without parts: always. A part that fails ends it as a failure, which drops nothing.
 */
record DropPolicy(String name, List<Policy> parts) implements Policy {
  DropPolicy {
    parts = List.copyOf(parts);
  }

  /** Whether the trace is dropped, and the vote, which says "not sampled" either way. */
  record Answer(boolean drops, Vote vote) {}

  @Override
  public PolicyType type() {
    return PolicyType.DROP;
  }

  Answer ask(StagedTrace trace, Draw draw) {
    PartVotes votes = PartVotes.of(parts, trace, draw);
    Vote vote =
        votes.failed()
            ? failure(votes.measured(), votes.threshold())
            : vote(false, votes.measured(), votes.threshold());
    return new Answer(votes.all(), vote);
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    return ask(trace, draw).vote();
  }
}
