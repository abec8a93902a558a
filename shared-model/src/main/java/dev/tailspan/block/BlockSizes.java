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
   * A write costs one unit per begun KB of compressed bytes, a strongly consistent read one per
   * begun 4 KB, and a write unit five times a read unit. A slice of R raw KB shrinks about 6-fold
   * as one block and 4-fold when cut into 8. One block: R/6 writes, read by each of 8 buckets, so 8
   * * R/24 reads = R/15 more, 0.23 R in all. Eight blocks: R/4 + 8 * 1/2 writes (each rounds up
   * half a KB) and 8 reads = 1.6 more, 0.25 R + 5.6. So one block is cheaper as long as it stays
   * inline (8 KB, which is about 48 raw); beyond, the shared one would be an S3 object that eight
   * readers get. 48 KB by that.
   */
  public static final int DEFAULT_SHARED_BELOW_BYTES = 48 << 10;

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
