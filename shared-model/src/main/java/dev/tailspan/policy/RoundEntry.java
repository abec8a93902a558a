package dev.tailspan.policy;

import dev.tailspan.model.TraceId;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What a round remembers of a trace until all are known: a few dozen bytes, so that a step larger
 * than memory can be gone through twice.
 */
final class RoundEntry {
  /** The order in which budgets are spent. */
  static final Comparator<RoundEntry> HIGHEST_FIRST =
      (a, b) -> {
        int order = Long.compare(b.randomness, a.randomness);
        return order != 0 ? order : a.id.compareTo(b.id);
      };

  private static final int NEVER_ASKED = -1;

  private final TraceId id;
  private final long randomness;
  private final boolean consistent;
  private final long[] keys;
  private final long[] costs;
  private final int[] requests;
  private final byte[] answers;

  /**
   * @param keys by the number of the limiter
   * @param costs by the number of the limiter
   * @param answers of what is certain
   */
  RoundEntry(
      TraceId id, long randomness, boolean consistent, long[] keys, long[] costs, byte[] answers) {
    this.id = id;
    this.randomness = randomness;
    this.consistent = consistent;
    this.keys = keys;
    this.costs = costs;
    this.answers = answers;
    this.requests = new int[keys.length];
    Arrays.fill(requests, NEVER_ASKED);
  }

  TraceId id() {
    return id;
  }

  long randomness() {
    return randomness;
  }

  boolean isConsistent() {
    return consistent;
  }

  byte[] answers() {
    return answers;
  }

  /** Asks for room, once. */
  void request(LimiterRound round, int limiter) {
    if (requests[limiter] == NEVER_ASKED) {
      requests[limiter] = round.request(keys[limiter], randomness, costs[limiter]);
    }
  }

  /** Whether it was let through; one that never asked is told what it would have been told. */
  boolean admitted(LimiterRound round, int limiter) {
    return requests[limiter] == NEVER_ASKED
        ? randomness >= threshold(round, limiter)
        : round.admitted(keys[limiter], requests[limiter]);
  }

  /** The least randomness with which it would have been let through. */
  long threshold(LimiterRound round, int limiter) {
    return requests[limiter] == NEVER_ASKED
        ? round.threshold(keys[limiter], costs[limiter])
        : round.threshold(keys[limiter], requests[limiter]);
  }

  long cut(LimiterRound round, int limiter) {
    return round.cut(keys[limiter]);
  }
}
