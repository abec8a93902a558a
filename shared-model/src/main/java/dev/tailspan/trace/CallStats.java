package dev.tailspan.trace;

import org.jspecify.annotations.Nullable;

/** Calls, errors and durations of one operation or edge. */
public final class CallStats {
  private long calls;
  private long errors;
  private final LatencySketch latency = new LatencySketch();

  /** Where this was merged into, so that whoever still holds it adds to the right one. */
  private @Nullable CallStats replacement;

  CallStats() {}

  /** Of no calls. */
  public static CallStats empty() {
    return new CallStats();
  }

  /**
   * @param nanos negative for a call whose duration is not known: counted, but without a part in
   *     the quantiles
   */
  void add(long nanos, boolean error) {
    CallStats target = target();
    target.calls++;
    target.errors += error ? 1 : 0;
    if (nanos >= 0) {
      target.latency.add(nanos);
    }
  }

  void add(long calls, long errors) {
    CallStats target = target();
    target.calls += calls;
    target.errors += errors;
  }

  void addBin(int bin, long count) {
    target().latency.addBin(bin, count);
  }

  /** Adds all that another one has counted. */
  public void merge(CallStats other) {
    CallStats target = target();
    target.calls += other.calls;
    target.errors += other.errors;
    target.latency.merge(other.latency);
  }

  /** Takes over what the other one has, and what is still added to it. */
  void replace(CallStats other) {
    merge(other);
    other.replacement = this;
  }

  private CallStats target() {
    CallStats target = this;
    while (target.replacement != null) {
      target = target.replacement;
    }
    return target;
  }

  LatencySketch latency() {
    return latency;
  }

  public long calls() {
    return calls;
  }

  public long errors() {
    return errors;
  }

  /** Calls whose duration is known; the quantiles are of these. */
  public long timedCalls() {
    return latency.count();
  }

  /** Median duration in nanoseconds, within 1 %; 0 when no duration is known. */
  public long p50Nanos() {
    return quantileNanos(0.5);
  }

  /** The duration 99 % of the calls do not exceed, nanoseconds within 1 %; 0 when none is known. */
  public long p99Nanos() {
    return quantileNanos(0.99);
  }

  /**
   * A quantile of the durations in nanoseconds, within 1 %, between 1 µs and 1 day; 0 when no
   * duration is known.
   *
   * @param q 0 to 1
   */
  public long quantileNanos(double q) {
    return latency.quantile(q);
  }

  /**
   * The longest duration, in nanoseconds, that is not told apart from the quantile: where all calls
   * take equally long none is above it. 0 when no duration is known.
   *
   * @param q 0 to 1
   */
  public long longestNanosAt(double q) {
    return latency.longestAt(q);
  }

  /** The share of calls, 0 to 1, that were shorter than this by more than the sketch's 1 %. */
  public double shareBelow(long nanos) {
    return latency.shareBelow(nanos);
  }
}
