package dev.tailspan.policy;

import java.util.List;

/**
 * Whether a trace is kept, and why.
 *
 * @param policy the policy that decided: of those that sampled the one with the least strict
 *     threshold, first in order among equals; the {@code drop} policy that dropped; otherwise empty
 * @param reason one short sentence
 * @param adjustedCount how many traces a kept one stands for, 1 / P(kept), at least 1; 0 when it is
 *     not kept
 * @param votes of every policy that was asked, in the order of asking ({@code drop} policies first)
 */
public record Decision(
    boolean sampled, String policy, String reason, double adjustedCount, List<Vote> votes) {

  public Decision {
    votes = List.copyOf(votes);
  }

  /** Whether a {@code drop} policy decided. */
  public boolean dropped() {
    return !sampled && !policy.isEmpty();
  }
}
