package dev.tailspan.storage.contract;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Epoch milliseconds that move only when told. It starts in the far future, so that an emulator
 * that sweeps expired items by the machine's clock leaves the test's items alone.
 */
public final class TestClock implements LongSupplier {
  private final AtomicLong millis = new AtomicLong(4_000_000_000_000L);

  @Override
  public long getAsLong() {
    return millis.get();
  }

  public void advance(Duration by) {
    millis.addAndGet(by.toMillis());
  }

  /** The epoch second that is this far away. */
  public long secondIn(Duration from) {
    return (millis.get() + from.toMillis()) / 1000;
  }
}
