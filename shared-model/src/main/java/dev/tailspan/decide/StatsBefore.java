package dev.tailspan.decide;

import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's statistics as they were before a step, by what its cursor pins: the hour so far, and
 * the last hour before it that had traffic. What has expired counts as never known.
 */
final class StatsBefore {
  private final BucketCursor cursor;
  private final long step;
  private final StatsStore stats;
  private final DecideSettings settings;
  private @Nullable Optional<byte[]> hour;

  StatsBefore(BucketCursor cursor, long step, StatsStore stats, DecideSettings settings) {
    this.cursor = cursor;
    this.step = step;
    this.stats = stats;
    this.settings = settings;
  }

  /** The hour so far, encoded; read once. */
  Optional<byte[]> hour() {
    Optional<byte[]> known = hour;
    if (known == null) {
      known = blob(cursor.statsStep(), 2 * settings.stagingTtlSeconds());
      hour = known;
    }
    return known;
  }

  /** The hour so far and the one before: at an hour's border nothing is forgotten at once. */
  ServiceStats merged() {
    ServiceStats merged = new ServiceStats();
    blob(cursor.previousStatsStep(), settings.retentionSeconds())
        .map(StatsCodec::decode)
        .ifPresent(merged::merge);
    hour().map(StatsCodec::decode).ifPresent(merged::merge);
    return merged;
  }

  /**
   * @param livesSeconds after its step; older ones must not count for whoever still finds them
   */
  private Optional<byte[]> blob(long of, long livesSeconds) {
    boolean gone =
        of < 0 || settings.endMillis(step) - settings.endMillis(of) >= livesSeconds * 1000;
    return gone
        ? Optional.empty()
        : stats.get(new StatsStore.Key(settings.hour(of), cursor.bucket(), of));
  }
}
