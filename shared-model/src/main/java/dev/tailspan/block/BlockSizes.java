package dev.tailspan.block;

/**
 * When blocks are put together and when they are cut.
 *
 * @param sharedBelowBytes a slice with fewer bytes of spans than this goes into one block for all
 *     buckets, 0 for never
 * @param maxRawBytes largest block, uncompressed; a slice and bucket with more gets several
 */
public record BlockSizes(int sharedBelowBytes, int maxRawBytes) {
  /**
   * Up to where one block for all buckets is cheaper, with eight of them. A write unit costs what
   * five read units cost, an S3 PUT what 8 write units, a GET what 0.64; a block of over 8 KB goes
   * to S3. Writing a batch costs, in write units, one block against several: 100 spans (51 KB) 8
   * against 16, 300 spans 9 against 33. At any size one is cheaper, readers included, but each of
   * eight readers unpacks all of it: 10 CPU-seconds per million spans, for which the bound stands.
   */
  public static final int DEFAULT_SHARED_BELOW_BYTES = 256 << 10;

  public static final BlockSizes DEFAULT =
      new BlockSizes(DEFAULT_SHARED_BELOW_BYTES, BlockCodec.MAX_RAW_BYTES);

  public BlockSizes {
    if (sharedBelowBytes < 0) {
      throw new IllegalArgumentException(
          "sharedBelowBytes must not be negative, but is " + sharedBelowBytes);
    }
    if (maxRawBytes < 1 || maxRawBytes > BlockCodec.MAX_RAW_BYTES) {
      throw new IllegalArgumentException(
          "maxRawBytes must be 1 to " + BlockCodec.MAX_RAW_BYTES + ", but is " + maxRawBytes);
    }
  }
}
