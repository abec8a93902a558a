package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Where each bucket stands, and which traces are decided while their spans are still staged. */
public interface DecisionStore {
  /** The cursor of a bucket, strongly consistent; empty before its first run. */
  Optional<BucketCursor> cursor(int bucket);

  /**
   * The cursors of all buckets below a number, read together; by bucket, without those that have
   * none. Each is strongly consistent, but they need not be of one moment.
   */
  List<BucketCursor> cursors(int buckets);

  /**
   * Replaces the cursor whose revision is one below; revision 0 asks that there be none.
   *
   * @return false when another run was faster: nothing has changed then
   */
  boolean commit(BucketCursor next);

  /** Writes the decided set of one step of one bucket; the same set again changes nothing. */
  void putDecided(DecidedSet set, long expiresAtEpochSecond);

  /**
   * Writes what a step's policies leave for the next one ({@code policy.RoundMemory}, encoded); the
   * same again changes nothing.
   */
  void putMemory(int bucket, long step, byte[] memory, long expiresAtEpochSecond);

  /** What {@link #putMemory} wrote. */
  Optional<byte[]> memory(int bucket, long step);

  /**
   * Writes a request if the bucket's cursor still has the revision it names, in one transaction;
   * the same again changes nothing.
   *
   * @return false when the cursor has moved on: nothing was written then
   */
  boolean requestKeep(int bucket, KeepRequest request, long expiresAtEpochSecond);

  /** The requests of a bucket with a revision from one (inclusive) to another (exclusive). */
  List<KeepRequest> keepRequests(int bucket, long fromRevision, long toRevision);

  /** The decided sets whose step ends after a slice and not after another, oldest first. */
  List<DecidedSet> decided(int bucket, long afterSlice, long upToSlice);

  /**
   * Writes which traces a bucket decided in an hour ({@link DecidedFilter}) that is over; the same
   * again changes nothing.
   *
   * @param hour hours since the epoch, the end of a step being in it
   */
  void putFilter(int bucket, long hour, byte[] filter, long expiresAtEpochSecond);

  /**
   * Asks the filters of a bucket.
   *
   * @return for each hour that has one, whether the trace may have been decided in it
   */
  SortedMap<Long, Boolean> mayHaveDecided(int bucket, TraceId id);

  /** The decided sets of a bucket whose step ends after a slice, oldest first. */
  default List<DecidedSet> decided(int bucket, long afterSlice) {
    return decided(bucket, afterSlice, Long.MAX_VALUE);
  }
}
