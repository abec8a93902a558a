package dev.tailspan.local.kinesis;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a stand-in is set up. Start from {@link #inMemory} or {@link #durable} and change with the
 * {@code with} methods.
 *
 * @param port to listen on at 127.0.0.1, 0 for any
 * @param clock gives arrival times and the {@code Date} header
 * @param dataDirectory where records are kept, or null for the heap
 * @param retention how long a new stream keeps records
 * @param shardHeapBytes in memory only: a shard beyond it drops its oldest records, counted
 * @param region the region in ARNs; requests may name any
 */
public record KinesisOptions(
    int port,
    Clock clock,
    @Nullable Path dataDirectory,
    Duration retention,
    long shardHeapBytes,
    String region) {
  private static final KinesisOptions DEFAULTS =
      new KinesisOptions(0, Clock.systemUTC(), null, Duration.ofHours(24), 64L << 20, "us-east-1");

  /** Any port, system clock, 24 h, 64 MiB a shard, nothing on disk. */
  public static KinesisOptions inMemory() {
    return DEFAULTS;
  }

  /** As {@link #inMemory}, but records and streams survive in the directory. */
  public static KinesisOptions durable(Path directory) {
    return new KinesisOptions(
        0, DEFAULTS.clock, directory, DEFAULTS.retention, DEFAULTS.shardHeapBytes, DEFAULTS.region);
  }

  public KinesisOptions withPort(int wanted) {
    return new KinesisOptions(wanted, clock, dataDirectory, retention, shardHeapBytes, region);
  }

  public KinesisOptions withClock(Clock wanted) {
    return new KinesisOptions(port, wanted, dataDirectory, retention, shardHeapBytes, region);
  }

  public KinesisOptions withRetention(Duration wanted) {
    return new KinesisOptions(port, clock, dataDirectory, wanted, shardHeapBytes, region);
  }

  public KinesisOptions withShardHeapBytes(long wanted) {
    return new KinesisOptions(port, clock, dataDirectory, retention, wanted, region);
  }

  public KinesisOptions withRegion(String wanted) {
    return new KinesisOptions(port, clock, dataDirectory, retention, shardHeapBytes, wanted);
  }
}
