package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/**
 * The votes of parts of which all must say yes, asked in order up to the first no.
 *
 * @param all whether all said yes; also without parts
 */
record PartVotes(boolean all, String measured, String threshold) {
  static PartVotes of(List<Policy> parts, StagedTrace trace, Draw draw) {
    StringBuilder measured = new StringBuilder();
    StringBuilder threshold = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      Vote vote = parts.get(i).evaluate(trace, draw);
      if (!vote.sampled()) {
        return new PartVotes(false, vote.measured(), vote.threshold());
      }
      measured.append(i == 0 ? "" : "; ").append(vote.measured());
      threshold.append(i == 0 || threshold.isEmpty() ? "" : "; ").append(vote.threshold());
    }
    return parts.isEmpty()
        ? new PartVotes(true, "every trace", "")
        : new PartVotes(true, measured.toString(), threshold.toString());
  }
}
