package dev.tailspan.stores;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: a random time up to a limit that doubles ("full jitter"), all
 * in all not longer than a given time. Random source, clock and sleeping are passed in; after a
 * SnapStart restore the caller passes a random source that was seeded again.
 */
public final class Backoff {
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final LongSupplier nanoTime;
  private final Bounds bounds;

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(long millis) throws InterruptedException;
  }

  /**
   * Milliseconds.
   *
   * @param first upper limit of the first wait
   * @param longest upper limit of any wait
   * @param total attempts and waits together; no attempt is begun after it
   */
  public record Bounds(long first, long longest, long total) {
    /** Fits the one second a DynamoDB partition takes to get its capacity back. */
    public static final Bounds DEFAULT = new Bounds(50, 2_000, 20_000);

    public Bounds {
      if (first < 1 || longest < first || total < 0) {
        throw new IllegalArgumentException(
            "need 1 <= first <= longest and total >= 0, but got "
                + (first + ", " + longest + ", " + total));
      }
    }
  }

  /**
   * @param random chooses the waits
   * @param nanoTime nanoseconds from some origin, never stepping back
   */
  public Backoff(RandomGenerator random, Sleeper sleeper, LongSupplier nanoTime, Bounds bounds) {
    this.random = random;
    this.sleeper = sleeper;
    this.nanoTime = nanoTime;
    this.bounds = bounds;
  }

  /** The real thing: the machine's monotonic clock, the calling thread sleeps. */
  public static Backoff of(RandomGenerator random, Bounds bounds) {
    return new Backoff(random, Thread::sleep, System::nanoTime, bounds);
  }

  /** Begins to count; one for each operation. */
  public Attempts start() {
    return new Attempts(nanoTime.getAsLong());
  }

  /** The attempts at one operation; for one thread. */
  public final class Attempts {
    private final long startNanos;
    private long limit = bounds.first();

    private Attempts(long startNanos) {
      this.startNanos = startNanos;
    }

    /**
     * Waits before the next attempt.
     *
     * @return false, without waiting, when there shall be none: the time is up or the thread was
     *     interrupted (and stays so)
     */
    public boolean pause() {
      long wait = random.nextLong(limit + 1);
      limit = Math.min(2 * limit, bounds.longest());
      long elapsed = (nanoTime.getAsLong() - startNanos) / 1_000_000;
      if (elapsed + wait > bounds.total()) {
        return false;
      }
      try {
        sleeper.sleep(wait);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
