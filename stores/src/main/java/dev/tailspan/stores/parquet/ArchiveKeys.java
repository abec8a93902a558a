package dev.tailspan.stores.parquet;

import dev.tailspan.storage.ArchiveStore.Partition;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Names of archived files: Hive partitions by hour of arrival, UTC. */
final class ArchiveKeys {
  private static final int SECONDS_PER_HOUR = 3600;

  private ArchiveKeys() {}

  /** {@code traces/dt=2026-11-01/hour=09/<step>-<bucket>-<number>-<hash>.parquet}. */
  static String key(Partition partition, int number, String contentHash) {
    OffsetDateTime hour =
        Instant.ofEpochSecond(partition.hour() * SECONDS_PER_HOUR).atOffset(ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "traces/dt=%s/hour=%02d/%d-%d-%d-%s.parquet",
        hour.toLocalDate(),
        hour.getHour(),
        partition.step(),
        partition.bucket(),
        number,
        contentHash);
  }
}
