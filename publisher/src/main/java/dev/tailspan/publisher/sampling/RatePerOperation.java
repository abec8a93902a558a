package dev.tailspan.publisher.sampling;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A {@link TargetRate} for each operation. Names that hold an id would fill memory: beyond a
 * thousand, further ones share a rate until others have been idle.
 */
final class RatePerOperation implements Threshold {
  static final int MOST_OPERATIONS = 1_000;
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final double perSecond;
  private final LongSupplier nanos;
  private final TargetRate others;
  private final Map<String, TargetRate> rates = new ConcurrentHashMap<>();
  private final AtomicLong swept;

  RatePerOperation(double perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
    others = TargetRate.of(perSecond, nanos);
    swept = new AtomicLong(nanos.getAsLong());
  }

  @Override
  public long of(String operation) {
    TargetRate known = rates.get(operation);
    return (known == null ? added(operation) : known).next();
  }

  private TargetRate added(String operation) {
    if (rates.size() >= MOST_OPERATIONS && !sweep()) {
      return others;
    }
    return rates.computeIfAbsent(operation, key -> TargetRate.of(perSecond, nanos));
  }

  /** Whether it has made room; looks once in ten seconds at most, as it looks at all. */
  private boolean sweep() {
    long last = swept.get();
    long now = nanos.getAsLong();
    return now - last >= SWEEP_NANOS
        && swept.compareAndSet(last, now)
        && rates.values().removeIf(TargetRate::isIdle);
  }
}
