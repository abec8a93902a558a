package dev.tailspan.publisher.sampling;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The threshold that lets through a number of traces a second, from a count of all arrivals that
 * decays with time: with c arrivals within the window, a share of target * window / c passes. Only
 * arrivals count, sampled or not, so the threshold knows nothing of any trace's randomness. Never
 * waits.
 */
final class TargetRate {
  private static final double WINDOW_SECONDS = 10;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final double windowNanos;
  private final double perWindow;
  private final LongSupplier nanos;
  private final AtomicReference<Arrivals> arrivals;

  private TargetRate(double perSecond, LongSupplier nanos) {
    // At least one trace fits into a window: else one that comes alone would not be certain
    double seconds = Math.max(WINDOW_SECONDS, 1 / perSecond);
    windowNanos = seconds * NANOS;
    perWindow = perSecond * seconds;
    this.nanos = nanos;
    arrivals = new AtomicReference<>(new Arrivals(0, nanos.getAsLong()));
  }

  /**
   * @throws IllegalArgumentException if the rate is not over 0
   */
  static TargetRate of(double perSecond, LongSupplier nanos) {
    if (!(perSecond > 0 && perSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a rate per second is over 0, not " + perSecond);
    }
    return new TargetRate(perSecond, nanos);
  }

  /** Counted up to a time. */
  private record Arrivals(double count, long atNanos) {
    double decayed(long now, double windowNanos) {
      return count * Math.exp(-Math.max(0, now - atNanos) / windowNanos);
    }
  }

  /** Counts an arrival and gives its threshold. */
  long next() {
    long now = nanos.getAsLong();
    Arrivals counted =
        arrivals.updateAndGet(
            // Of two threads the later time may come first
            before -> new Arrivals(before.decayed(now, windowNanos) + 1, later(before, now)));
    return Threshold.ofShare(perWindow / counted.count());
  }

  private static long later(Arrivals before, long now) {
    return now - before.atNanos() > 0 ? now : before.atNanos();
  }

  /** Whether nothing came for so long that a new one would do the same. */
  boolean isIdle() {
    Arrivals last = Objects.requireNonNull(arrivals.get());
    return last.decayed(nanos.getAsLong(), windowNanos) < 0.01;
  }
}
