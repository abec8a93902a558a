package dev.tailspan.publisher.export;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Pauses that double while the stream refuses, with jitter, so that services which were throttled
 * together do not come back together. For one thread.
 */
final class Backoff {
  private final long firstMillis;
  private final long longestMillis;
  private final DoubleSupplier random;
  private int refusals;

  /**
   * @param random evenly from 0 to 1
   */
  Backoff(Duration first, Duration longest, DoubleSupplier random) {
    firstMillis = first.toMillis();
    longestMillis = longest.toMillis();
    this.random = random;
  }

  /** The next pause, in milliseconds: half of it is certain. */
  long nextMillis() {
    long whole = Math.min(longestMillis, firstMillis << Math.min(refusals, 20));
    refusals++;
    return whole / 2 + Math.round(random.getAsDouble() * (whole - whole / 2));
  }

  /** The stream took something. */
  void reset() {
    refusals = 0;
  }
}
