package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import dev.tailspan.trace.StableHash;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Says of a trace that it surely is in none of some decided sets, or that it may be in one: wrong
 * of one trace in about a thousand. A split block Bloom filter (as in Parquet's format): what it
 * says of a trace stands in one block, so a large one need not be read whole.
 */
public final class DecidedFilter {
  /** Length of a block; a filter is one or more of them. */
  public static final int BLOCK_BYTES = 32;

  /** Less would be wrong of more, more of hardly less. */
  private static final int BYTES_A_TRACE = 2;

  private static final int[] SALTS = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };
  private static final long SEED = 0x6465636964656421L;

  private DecidedFilter() {}

  /** The filter over sets, the same in whatever order they come. */
  public static byte[] over(Collection<DecidedSet> sets) {
    long traces = sets.stream().mapToLong(DecidedSet::size).sum();
    long blocks = Math.max(1, traces * BYTES_A_TRACE / BLOCK_BYTES);
    byte[] filter = new byte[Math.toIntExact(blocks * BLOCK_BYTES)];
    ByteBuffer words = ByteBuffer.wrap(filter);
    for (DecidedSet set : sets) {
      for (int i = 0; i < set.size(); i++) {
        TraceId id = set.id(i);
        int block = blockOffset(id, filter.length);
        for (int word = 0; word < SALTS.length; word++) {
          int at = block + Integer.BYTES * word;
          words.putInt(at, words.getInt(at) | bit(id, word));
        }
      }
    }
    return filter;
  }

  /** Where the trace's block begins in a filter of a length. */
  public static int blockOffset(TraceId id, int filterBytes) {
    long blocks = filterBytes / BLOCK_BYTES;
    return (int) ((hash(id) >>> Integer.SIZE) * blocks >>> Integer.SIZE) * BLOCK_BYTES;
  }

  /**
   * Asks a filter.
   *
   * @param block the {@value #BLOCK_BYTES} bytes at {@link #blockOffset}
   */
  public static boolean mayHold(byte[] block, TraceId id) {
    ByteBuffer words = ByteBuffer.wrap(block);
    for (int word = 0; word < SALTS.length; word++) {
      if ((words.getInt(Integer.BYTES * word) & bit(id, word)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(TraceId id, int word) {
    return 1 << ((int) hash(id) * SALTS[word] >>> 27);
  }

  private static long hash(TraceId id) {
    return StableHash.mix(StableHash.mix(SEED, id.high()), id.low());
  }
}
