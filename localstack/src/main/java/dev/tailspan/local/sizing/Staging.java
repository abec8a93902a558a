package dev.tailspan.local.sizing;

/**
 * How batches become blocks, as {@code BatchCutter} cuts them.
 *
 * @param batchesPerSecond of all shards
 * @param blocksPerBatch on the average: a batch lies in one slice or two
 * @param packedBytes of a block
 * @param buckets that a batch's blocks are spread over; 1 where all share a block
 */
public record Staging(
    double batchesPerSecond, double blocksPerBatch, double packedBytes, int buckets) {

  static Staging of(Load load, int shards, int buckets) {
    return of(load, shards, buckets, Setup.WINDOW_SECONDS);
  }

  static Staging of(Load load, int shards, int buckets, double windowSeconds) {
    double perShard = load.bytesPerSecond() / shards;
    double seconds = Math.min(windowSeconds, Setup.EVENT_BYTES / perShard);
    // Where spans are rarer than that, there is a batch for each.
    double batches = Math.min(load.spansPerSecond(), shards / seconds);
    double batchBytes = load.bytesPerSecond() / batches;
    double slices =
        Math.max(1, Math.min(1 + seconds / Setup.SLICE_SECONDS, batchBytes / load.spanBytes()));
    double sliceBytes = batchBytes / slices;
    int cut = sliceBytes < Setup.SHARED_BELOW_BYTES ? 1 : buckets;
    return new Staging(batches, slices * cut, sliceBytes / cut / Measured.PACKED, cut);
  }

  /** Whether blocks lie in their items. */
  boolean inItems() {
    return packedBytes <= Setup.INLINE_BYTES;
  }

  private double writesPerBlock() {
    return inItems() ? Math.ceil(packedBytes / Setup.ITEM_BYTES) : 1;
  }

  double writesPerSecond() {
    return batchesPerSecond * (Measured.WRITES_PER_BATCH + blocksPerBatch * writesPerBlock());
  }

  double readsPerSecond() {
    double ofBlock = inItems() ? Math.ceil(packedBytes / Setup.READ_BYTES) : 0;
    return batchesPerSecond * (Measured.READS_PER_BATCH + blocksPerBatch * ofBlock);
  }

  double putsPerSecond() {
    return inItems() ? 0 : batchesPerSecond * blocksPerBatch;
  }

  /** Where S3 has split the blocks by bucket. */
  double putsPerPrefixAndSecond() {
    return putsPerSecond() / buckets;
  }

  /**
   * A slice and bucket gets a block of each batch. It gets them over its own length and that of a
   * batch, which with two slices a batch comes to a block for each batch.
   */
  double writesPerPartitionAndSecond() {
    return batchesPerSecond * writesPerBlock();
  }
}
