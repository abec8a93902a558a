package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * The traces decided in one step of one bucket, exactly: sorted ids, each with the first slice its
 * spans arrived in. Held as arrays, as a step can decide a hundred thousand.
 */
public final class DecidedSet {
  private final int bucket;
  private final long step;
  private final long endSlice;
  private final String policyVersion;
  private final Pinned pinned;
  private final long[] ids;
  private final long[] firstSlices;

  /**
   * Where to find what the step's policies saw beside its traces, so that it can be explained
   * later.
   *
   * @param statsStep the step whose statistics of the hour were the newest before; -1 for none
   * @param previousStatsStep the last step of the last hour before that had any; -1 for none
   * @param memoryStep the step whose {@code policy.RoundMemory} says what was left of budgets when
   *     it was over; -1 where its policies have none
   */
  public record Pinned(long statsStep, long previousStatsStep, long memoryStep) {
    public static final Pinned NOTHING = new Pinned(-1, -1, -1);
  }

  /**
   * @param endSlice spans that arrived in slices below it were looked at
   * @param ids high and low half of each id, alternating, sorted unsigned
   * @param firstSlices one per id
   */
  public DecidedSet(
      int bucket,
      long step,
      long endSlice,
      String policyVersion,
      Pinned pinned,
      long[] ids,
      long[] firstSlices) {
    if (ids.length != 2 * firstSlices.length) {
      throw new IllegalArgumentException("two longs an id, one first slice");
    }
    this.bucket = bucket;
    this.step = step;
    this.endSlice = endSlice;
    this.policyVersion = policyVersion;
    this.pinned = pinned;
    this.ids = ids.clone();
    this.firstSlices = firstSlices.clone();
  }

  /** The set of these traces with their first slices. */
  public static DecidedSet of(
      int bucket,
      long step,
      long endSlice,
      String policyVersion,
      Pinned pinned,
      SortedMap<TraceId, Long> firstSliceById) {
    long[] ids = new long[2 * firstSliceById.size()];
    long[] slices = new long[firstSliceById.size()];
    int i = 0;
    for (Map.Entry<TraceId, Long> entry : firstSliceById.entrySet()) {
      ids[2 * i] = entry.getKey().high();
      ids[2 * i + 1] = entry.getKey().low();
      slices[i++] = entry.getValue();
    }
    return new DecidedSet(bucket, step, endSlice, policyVersion, pinned, ids, slices);
  }

  public int bucket() {
    return bucket;
  }

  public long step() {
    return step;
  }

  public long endSlice() {
    return endSlice;
  }

  public String policyVersion() {
    return policyVersion;
  }

  public Pinned pinned() {
    return pinned;
  }

  public int size() {
    return firstSlices.length;
  }

  public TraceId id(int index) {
    return new TraceId(ids[2 * index], ids[2 * index + 1]);
  }

  public long firstSlice(int index) {
    return firstSlices[index];
  }

  /** The first slice of a trace's spans if it was decided in this step. */
  public OptionalLong firstSlice(TraceId id) {
    int low = 0;
    int high = firstSlices.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = id(middle).compareTo(id);
      if (order == 0) {
        return OptionalLong.of(firstSlices[middle]);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DecidedSet other
        && bucket == other.bucket
        && step == other.step
        && endSlice == other.endSlice
        && policyVersion.equals(other.policyVersion)
        && pinned.equals(other.pinned)
        && Arrays.equals(ids, other.ids)
        && Arrays.equals(firstSlices, other.firstSlices);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids) * 31 + Long.hashCode(step);
  }

  @Override
  public String toString() {
    return "decided set of bucket " + bucket + ", step " + step + ": " + size() + " traces";
  }
}
