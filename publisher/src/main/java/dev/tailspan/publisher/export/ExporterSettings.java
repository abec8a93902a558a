package dev.tailspan.publisher.export;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an exporter is set up. Start from {@link #forStream} and change with the {@code with}
 * methods.
 *
 * @param stream its name, or its ARN where it belongs to another account
 * @param region null for what the AWS SDK finds: AWS_REGION, the profile, the instance
 * @param endpoint null for Kinesis itself
 * @param timeout of one PutRecords call
 * @param maxQueueBytes packed bytes that may wait; what comes beyond is dropped and counted
 * @param maxQueueRecords records that may wait; a batch of spans is one record
 * @param maxAge after which a record that the stream does not take is given up
 * @param shutdownTimeout how long a shutdown may send what waits
 */
public record ExporterSettings(
    String stream,
    @Nullable String region,
    @Nullable URI endpoint,
    Compression compression,
    Duration timeout,
    long maxQueueBytes,
    int maxQueueRecords,
    Duration maxAge,
    Duration shutdownTimeout) {

  public ExporterSettings {
    if (stream.isBlank()) {
      throw new IllegalArgumentException("stream must be the name or ARN of a Kinesis stream");
    }
    if (maxQueueBytes < RecordCutter.MAX_RECORD_BYTES + SpanRecord.KEY_LENGTH) {
      throw new IllegalArgumentException(
          "maxQueueBytes must hold a record of 1 MiB, but is " + maxQueueBytes);
    }
    if (maxQueueRecords < 1) {
      throw new IllegalArgumentException(
          "maxQueueRecords must be positive, but is " + maxQueueRecords);
    }
    positive(timeout, "timeout");
    positive(maxAge, "maxAge");
    positive(shutdownTimeout, "shutdownTimeout");
  }

  private static void positive(Duration value, String name) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }

  /** zstd, 10 s a call, 32 MiB or 10,000 records in the queue, 5 minutes, 10 s to shut down. */
  public static ExporterSettings forStream(String stream) {
    return new ExporterSettings(
        stream,
        null,
        null,
        Compression.ZSTD,
        Duration.ofSeconds(10),
        32L << 20,
        10_000,
        Duration.ofMinutes(5),
        Duration.ofSeconds(10));
  }

  public ExporterSettings withRegion(@Nullable String wanted) {
    return new ExporterSettings(
        stream,
        wanted,
        endpoint,
        compression,
        timeout,
        maxQueueBytes,
        maxQueueRecords,
        maxAge,
        shutdownTimeout);
  }

  public ExporterSettings withEndpoint(@Nullable URI wanted) {
    return new ExporterSettings(
        stream,
        region,
        wanted,
        compression,
        timeout,
        maxQueueBytes,
        maxQueueRecords,
        maxAge,
        shutdownTimeout);
  }

  public ExporterSettings withCompression(Compression wanted) {
    return new ExporterSettings(
        stream,
        region,
        endpoint,
        wanted,
        timeout,
        maxQueueBytes,
        maxQueueRecords,
        maxAge,
        shutdownTimeout);
  }

  public ExporterSettings withQueue(long bytes, int records) {
    return new ExporterSettings(
        stream, region, endpoint, compression, timeout, bytes, records, maxAge, shutdownTimeout);
  }

  public ExporterSettings withTimes(Duration call, Duration age, Duration shutdown) {
    return new ExporterSettings(
        stream, region, endpoint, compression, call, maxQueueBytes, maxQueueRecords, age, shutdown);
  }
}
