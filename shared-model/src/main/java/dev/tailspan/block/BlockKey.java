package dev.tailspan.block;

/**
 * Where a block is staged. The same records cut the same way give the same key; moved batch borders
 * give another key, and the spans that both blocks hold are recognised on reading.
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
    String contentHash) {}
