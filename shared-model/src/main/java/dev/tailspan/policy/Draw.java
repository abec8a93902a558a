package dev.tailspan.policy;

/**
 * What stands in for chance and for what other traces take: given to the policies so that {@link
 * KeepChance} can ask them about the ids a trace might have had, and a round about its budgets.
 */
interface Draw {
  /**
   * The hash of the trace id under a salt, uniform over all unsigned 64-bit values for random ids.
   */
  long hash(Salt salt);

  /** The 56 bits consistent sampling looks at, uniform for random ids. */
  long randomness();

  /**
   * Whether probabilistic policies are to follow {@link #randomness} in place of their hash: the
   * gate is on and the trace carries sampling information.
   */
  boolean isConsistent();

  /** Whether the trace still fits into the limiter's budget, among the traces of its round. */
  boolean admits(Limiter limiter);

  /**
   * The threshold the processor would report for a trace that the limiter lets through: 0 where it
   * keeps none.
   */
  long threshold(Limiter limiter);

  /** What was pinned before the round began. */
  RoundContext round();
}
