package dev.tailspan.stores;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Time that passes by sleeping alone. */
public final class FakeTime implements Backoff.Sleeper, LongSupplier {
  private final List<Long> sleeps = new ArrayList<>();
  private long nanos;

  @Override
  public synchronized void sleep(long millis) {
    sleeps.add(millis);
    nanos += millis * 1_000_000;
  }

  @Override
  public synchronized long getAsLong() {
    return nanos;
  }

  public synchronized void pass(long millis) {
    nanos += millis * 1_000_000;
  }

  /** Milliseconds of each sleep. */
  public synchronized List<Long> sleeps() {
    return List.copyOf(sleeps);
  }
}
