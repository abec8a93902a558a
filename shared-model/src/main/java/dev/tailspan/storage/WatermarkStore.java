package dev.tailspan.storage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How far each shard has been staged. */
public interface WatermarkStore {
  /**
   * Moves a shard's watermark forward and adds the counts. Where the stored sequence number is not
   * below the new one (a redelivery, or an older invocation that comes late), nothing changes.
   * Sequence numbers compare as decimal numbers of up to 128 digits, never as texts of different
   * length.
   *
   * @param firstArrivalMillis before which no record of this batch or a later one is staged (the
   *     earliest arrival in the batch, less what arrivals may step back); kept only when the shard
   *     had none yet, so that the first run of finalization knows where staging begins
   * @return whether it moved
   */
  boolean advance(ShardWatermark watermark, long firstArrivalMillis, IngestCounts counts);

  /**
   * Moves only the time of a shard that was probed and found read to its end, if its sequence
   * number is still the one the probe started from.
   *
   * @return whether it moved
   */
  boolean advanceIdle(ShardWatermark probed);

  /** Where a shard stands, strongly consistent; empty when it was never seen or has expired. */
  Optional<ShardWatermark> find(String shardId);

  /** All shards ever seen that have not expired, with the sums of their counts, by shard id. */
  List<ShardState> all();

  /** When the first record of all arrived that was staged; empty before it. */
  default OptionalLong firstArrivalMillis() {
    return all().stream()
        .map(ShardState::firstArrivalMillis)
        .flatMapToLong(OptionalLong::stream)
        .min();
  }
}
