package dev.tailspan.block;

import dev.tailspan.model.TraceId;

/**
 * How spans are spread over staging: by trace id into buckets, by arrival time into slices. Both
 * are properties of the record and the span alone, so a batch that is delivered again lands where
 * it landed before. Changing either while spans are staged loses sight of them: see RATIONALE.md.
 *
 * @param buckets number of buckets, 1 to 4096
 * @param sliceMillis length of a slice in milliseconds
 */
public record Layout(int buckets, long sliceMillis) {
  /** The partition that holds spans of all buckets, for batches too small to be cut up. */
  public static final int SHARED_PARTITION = -1;

  public Layout {
    if (buckets < 1 || buckets > 4096) {
      throw new IllegalArgumentException("buckets must be 1 to 4096, but is " + buckets);
    }
    if (sliceMillis < 1) {
      throw new IllegalArgumentException("sliceMillis must be positive, but is " + sliceMillis);
    }
  }

  /** The slice of an arrival time in epoch milliseconds. */
  public long slice(long arrivalMillis) {
    return Math.floorDiv(arrivalMillis, sliceMillis);
  }

  /** The moment a slice begins, epoch milliseconds. */
  public long sliceStartMillis(long slice) {
    return slice * sliceMillis;
  }

  public int bucket(TraceId id) {
    return bucket(id.high(), id.low());
  }

  /** The bucket of a trace id given as its two halves. */
  public int bucket(long high, long low) {
    return (int) Long.remainderUnsigned(mix(high + mix(low)), buckets);
  }

  /** The finaliser of splitmix64: ids that merely count up spread evenly all the same. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
