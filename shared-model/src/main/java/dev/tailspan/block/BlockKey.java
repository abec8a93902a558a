package dev.tailspan.block;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;

import java.util.Comparator;

/**
 * Where a block is staged. The same records cut the same way give the same key; moved batch borders
 * give another key, and the spans that both blocks hold are recognised on reading. Keys are in the
 * order of slice, partition, shard and sequence numbers (as numbers).
 *
 * @param slice arrival slice of all spans in the block
 * @param partition bucket, or {@link Layout#SHARED_PARTITION}
 * @param shardId shard the records came through
 * @param firstSequenceNumber lowest sequence number of a record in the block
 * @param lastSequenceNumber highest one
 * @param contentHash lower-case hex of a 128-bit hash of the uncompressed content
 */
public record BlockKey(
    long slice,
    int partition,
    String shardId,
    String firstSequenceNumber,
    String lastSequenceNumber,
    String contentHash)
    implements Comparable<BlockKey> {
  // Sequence numbers are decimal without leading zeros: the longer one is the higher one.
  private static final Comparator<String> NUMERIC =
      comparing(String::length).thenComparing(naturalOrder());
  private static final Comparator<BlockKey> ORDER =
      Comparator.comparingLong(BlockKey::slice)
          .thenComparingInt(BlockKey::partition)
          .thenComparing(BlockKey::shardId)
          .thenComparing(BlockKey::firstSequenceNumber, NUMERIC)
          .thenComparing(BlockKey::lastSequenceNumber, NUMERIC)
          .thenComparing(BlockKey::contentHash);

  @Override
  public int compareTo(BlockKey other) {
    return ORDER.compare(this, other);
  }
}
