package dev.tailspan.policy;

/**
 * What the decisions of a round depend on besides the traces: pinned before it begins, so that
 * whoever runs it comes to the same.
 *
 * @param endMillis when it ends, epoch milliseconds: the time it is for its decisions
 * @param memory of the rounds before
 * @param baseline what the traffic before this round was like; {@link Baseline#NONE} at a cold
 *     start
 */
public record RoundContext(
    long endMillis, RoundClock clock, RoundMemory memory, Baseline baseline) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** When it ends, nanoseconds since the epoch. */
  long endUnixNano() {
    return endMillis * NANOS_PER_MILLI;
  }

  /** A single round with full budgets and no past. */
  public static RoundContext standingStill(long endMillis) {
    return new RoundContext(endMillis, RoundClock.STANDING_STILL, RoundMemory.NONE, Baseline.NONE);
  }
}
