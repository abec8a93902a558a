package dev.tailspan.policy;

import dev.tailspan.block.Layout;

/**
 * How much of a file's rates per second a round may spend.
 *
 * @param seconds between the ends of two rounds; 0 for a clock that stands still: budgets are full
 *     and nothing is added
 * @param share of all traces that these rounds see, as other buckets have rounds of their own: 1 /
 *     number of buckets
 */
public record RoundClock(double seconds, double share) {
  /** One round over everything with full budgets, as a single tick of the processor. */
  public static final RoundClock STANDING_STILL = new RoundClock(0, 1);

  public RoundClock {
    if (!(seconds >= 0) || !(share > 0) || share > 1) {
      throw new IllegalArgumentException(
          "seconds must not be negative and share above 0 and at most 1, but are "
              + seconds
              + " and "
              + share);
    }
  }

  /** Of the steps of one bucket. */
  public static RoundClock ofSteps(Layout layout, int stepSlices) {
    return new RoundClock(stepSlices * layout.sliceMillis() / 1000.0, 1.0 / layout.buckets());
  }

  /** The most a limiter's budget can hold. */
  double capacity(Limiter limiter) {
    return limiter.keying() == null
        ? Math.max(grown(limiter, seconds), limiter.burst())
        : full(limiter) + grown(limiter, seconds);
  }

  /**
   * What is left of a keyed budget that need not be remembered, as it will be at its capacity in
   * the next round: a share of the burst, but never less than one trace, so that small rates add up
   * over many rounds.
   */
  double full(Limiter limiter) {
    return Math.max(1, limiter.burst() * share);
  }

  /** What a budget has when nothing is remembered of it. */
  double start(Limiter limiter) {
    return seconds == 0 || limiter.keying() != null
        ? capacity(limiter)
        : Math.max(grown(limiter, seconds), limiter.burst() * share);
  }

  /** What is added in a time. */
  double grown(Limiter limiter, double elapsedSeconds) {
    return limiter.perSecond() * elapsedSeconds * share;
  }
}
