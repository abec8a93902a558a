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
   * Up to where one block for all buckets is cheaper. DynamoDB takes a write unit per begun KB and
   * a read unit per begun 4 KB, and a write unit costs five read units. Measured on 10 traces of 10
   * spans, 51 KB raw: one block compresses 6.6-fold to 7.8 KB, 8 write units, and eight readers get
   * 2 read units each: 8 + 16 / 5 = 11.2. Cut up it compresses 4.7-fold to 13.5 KB in 7 blocks, 17
   * write units and 7 read units: 18.4. A slice of one trace: 2 + 8 / 5 = 3.6 against 2 + 1 / 5 =
   * 2.2, the one case that loses. Beyond about 52 KB raw the one block no longer fits inline (8 KB
   * compressed), and eight readers would each get the whole of it from S3. 48 KB leaves room for
   * spans that compress less.
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
