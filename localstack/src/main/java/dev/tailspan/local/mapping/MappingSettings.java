package dev.tailspan.local.mapping;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an event source mapping, named as in AWS. Start from {@link #defaults} and change
 * with the {@code with} methods.
 *
 * @param uuid names the mapping in keys of the failure destination
 * @param functionArn told to the failure destination
 * @param batchSize 1 to 10,000 records
 * @param maximumBatchingWindow zero to 300 s; zero invokes as soon as there is a record
 * @param reportBatchItemFailures whether the function's answer names failed records
 * @param bisectBatchOnFunctionError whether a failed batch is split in two
 * @param maximumRetryAttempts -1 is without end, AWS' default
 * @param maximumRecordAge null is without end, AWS' default
 * @param startPosition for shards there are no checkpoints of
 * @param pollInterval between reads of a shard that had nothing; AWS has 1 s
 * @param firstBackoff wait before the first retry; doubles with each, up to {@code longestBackoff}
 */
public record MappingSettings(
    String uuid,
    String functionArn,
    int batchSize,
    Duration maximumBatchingWindow,
    boolean reportBatchItemFailures,
    boolean bisectBatchOnFunctionError,
    int maximumRetryAttempts,
    @Nullable Duration maximumRecordAge,
    StartPosition startPosition,
    Duration pollInterval,
    Duration firstBackoff,
    Duration longestBackoff) {
  /** The payload of an invocation: 6 MB of JSON, with the data in base64. */
  static final int PAYLOAD_BYTES = 6 << 20;

  public MappingSettings {
    require(batchSize >= 1 && batchSize <= 10_000, "BatchSize", batchSize);
    require(
        !maximumBatchingWindow.isNegative() && maximumBatchingWindow.toSeconds() <= 300,
        "MaximumBatchingWindow",
        maximumBatchingWindow);
    require(
        maximumRetryAttempts >= -1 && maximumRetryAttempts <= 10_000,
        "MaximumRetryAttempts",
        maximumRetryAttempts);
    require(
        maximumRecordAge == null || !maximumRecordAge.isNegative(),
        "MaximumRecordAge",
        String.valueOf(maximumRecordAge));
  }

  /** AWS' defaults (100 records, no window, retries and age without end), partial failures on. */
  public static MappingSettings defaults(String functionArn) {
    return new MappingSettings(
        "00000000-0000-0000-0000-000000000001",
        functionArn,
        100,
        Duration.ZERO,
        true,
        false,
        -1,
        null,
        StartPosition.TRIM_HORIZON,
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(60));
  }

  public MappingSettings withBatchSize(int wanted) {
    return copy(wanted, maximumBatchingWindow, reportBatchItemFailures, startPosition);
  }

  public MappingSettings withBatchingWindow(Duration wanted) {
    return copy(batchSize, wanted, reportBatchItemFailures, startPosition);
  }

  public MappingSettings withReportBatchItemFailures(boolean wanted) {
    return copy(batchSize, maximumBatchingWindow, wanted, startPosition);
  }

  public MappingSettings withStartPosition(StartPosition wanted) {
    return copy(batchSize, maximumBatchingWindow, reportBatchItemFailures, wanted);
  }

  /** What happens to batches that fail: split, how often tried again, how old records may get. */
  public MappingSettings withRetries(boolean bisect, int attempts, @Nullable Duration age) {
    return new MappingSettings(
        uuid,
        functionArn,
        batchSize,
        maximumBatchingWindow,
        reportBatchItemFailures,
        bisect,
        attempts,
        age,
        startPosition,
        pollInterval,
        firstBackoff,
        longestBackoff);
  }

  public MappingSettings withPace(Duration poll, Duration firstRetry, Duration longestRetry) {
    return new MappingSettings(
        uuid,
        functionArn,
        batchSize,
        maximumBatchingWindow,
        reportBatchItemFailures,
        bisectBatchOnFunctionError,
        maximumRetryAttempts,
        maximumRecordAge,
        startPosition,
        poll,
        firstRetry,
        longestRetry);
  }

  Duration backoff(int failures) {
    long factor = 1L << Math.min(20, Math.max(0, failures - 1));
    Duration wait = firstBackoff.multipliedBy(factor);
    return wait.compareTo(longestBackoff) > 0 ? longestBackoff : wait;
  }

  private MappingSettings copy(int size, Duration window, boolean report, StartPosition start) {
    return new MappingSettings(
        uuid,
        functionArn,
        size,
        window,
        report,
        bisectBatchOnFunctionError,
        maximumRetryAttempts,
        maximumRecordAge,
        start,
        pollInterval,
        firstBackoff,
        longestBackoff);
  }

  private static void require(boolean holds, String setting, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Event source mapping: " + setting + " " + value + " is out of range");
    }
  }
}
