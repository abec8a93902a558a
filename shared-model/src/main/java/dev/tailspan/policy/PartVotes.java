package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/**
 * The votes of parts of which all must say yes, asked in order up to the first no or failure.
 *
 * @param all whether all said yes; also without parts
 * @param failed whether the one that ended it failed
 */
record PartVotes(boolean all, boolean failed, String measured, String threshold) {
  static PartVotes of(List<Policy> parts, StagedTrace trace, Draw draw) {
    StringBuilder measured = new StringBuilder();
    StringBuilder threshold = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      Vote vote = parts.get(i).evaluate(trace, draw);
      if (!vote.sampled()) {
        return new PartVotes(false, vote.failed(), vote.measured(), vote.threshold());
      }
      measured.append(i == 0 ? "" : "; ").append(vote.measured());
      threshold.append(i == 0 || threshold.isEmpty() ? "" : "; ").append(vote.threshold());
    }
    return parts.isEmpty()
        ? new PartVotes(true, false, "every trace", "")
        : new PartVotes(true, false, measured.toString(), threshold.toString());
  }
}
