package dev.tailspan.lookup;

import dev.tailspan.storage.StatsStore;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;

/**
 * Services, operations and edges between services, from all traces of a time range, kept or not.
 */
public final class ServiceCatalog {
  /** Longest range of one request: every hour is a blob a bucket. */
  public static final int MAX_HOURS = 48;

  private static final long HOUR_MILLIS = 3_600_000L;

  private final StatsStore stats;

  public ServiceCatalog(StatsStore stats) {
    this.stats = stats;
  }

  /**
   * The statistics of the hours that a range touches.
   *
   * @param startMillis epoch milliseconds of arrival, inclusive
   * @param endMillis exclusive
   * @throws IllegalArgumentException when the range is empty or longer than {@link #MAX_HOURS}
   */
  public ServiceStats between(long startMillis, long endMillis) {
    long first = Math.floorDiv(startMillis, HOUR_MILLIS);
    long last = Math.floorDiv(endMillis - 1, HOUR_MILLIS);
    if (endMillis <= startMillis || last - first >= MAX_HOURS) {
      throw new IllegalArgumentException(
          "the range must end after it starts, within " + MAX_HOURS + " hours");
    }
    ServiceStats sum = new ServiceStats();
    for (long hour = first; hour <= last; hour++) {
      for (byte[] blob : stats.newest(hour)) {
        sum.merge(StatsCodec.decode(blob));
      }
    }
    return sum;
  }
}
