package dev.tailspan.storage.memory;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Cursors and decided sets in memory. */
public final class MemoryDecisionStore implements DecisionStore {
  private final Map<Integer, BucketCursor> cursors = new HashMap<>();
  private final ExpiringMap<Key, DecidedSet> sets;
  private final ExpiringMap<StepKey, byte[]> memories;
  private final ExpiringMap<StepKey, Filter> filters;
  private final ExpiringMap<KeepKey, KeepRequest> requests;
  private final Faults faults;

  private record KeepKey(int bucket, long revision, TraceId traceId) {
    static final Comparator<KeepKey> ORDER =
        Comparator.comparingInt(KeepKey::bucket)
            .thenComparingLong(KeepKey::revision)
            .thenComparing(KeepKey::traceId);
  }

  private record Filter(long hour, byte[] bytes) {
    boolean mayHold(TraceId id) {
      int from = DecidedFilter.blockOffset(id, bytes.length);
      return DecidedFilter.mayHold(
          Arrays.copyOfRange(bytes, from, from + DecidedFilter.BLOCK_BYTES), id);
    }
  }

  private record StepKey(int bucket, long step) {
    static final Comparator<StepKey> ORDER =
        Comparator.comparingInt(StepKey::bucket).thenComparingLong(StepKey::step);
  }

  private record Key(int bucket, long endSlice, long step) {
    static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::bucket)
            .thenComparingLong(Key::endSlice)
            .thenComparingLong(Key::step);
  }

  /**
   * @param nowMillis epoch milliseconds, by which decided sets expire
   */
  public MemoryDecisionStore(LongSupplier nowMillis, Faults faults) {
    this.sets = new ExpiringMap<>(nowMillis, Key.ORDER);
    this.requests = new ExpiringMap<>(nowMillis, KeepKey.ORDER);
    this.filters = new ExpiringMap<>(nowMillis, StepKey.ORDER);
    this.memories = new ExpiringMap<>(nowMillis, StepKey.ORDER);
    this.faults = faults;
  }

  @Override
  public Optional<BucketCursor> cursor(int bucket) {
    faults.before("decisions.cursor");
    Optional<BucketCursor> cursor;
    synchronized (cursors) {
      cursor = Optional.ofNullable(cursors.get(bucket));
    }
    faults.after("decisions.cursor");
    return cursor;
  }

  @Override
  public List<BucketCursor> cursors(int buckets) {
    faults.before("decisions.cursors");
    List<BucketCursor> found;
    synchronized (cursors) {
      found =
          cursors.values().stream()
              .filter(cursor -> cursor.bucket() < buckets)
              .sorted(Comparator.comparingInt(BucketCursor::bucket))
              .toList();
    }
    faults.after("decisions.cursors");
    return found;
  }

  @Override
  public boolean commit(BucketCursor next) {
    faults.before("decisions.commit");
    boolean committed;
    synchronized (cursors) {
      BucketCursor old = cursors.get(next.bucket());
      long expected = old == null ? 0 : old.revision() + 1;
      committed = next.revision() == expected;
      if (committed) {
        cursors.put(next.bucket(), next);
      }
    }
    faults.after("decisions.commit");
    return committed;
  }

  @Override
  public void putDecided(DecidedSet set, long expiresAtEpochSecond) {
    faults.before("decisions.putDecided");
    sets.put(new Key(set.bucket(), set.endSlice(), set.step()), set, expiresAtEpochSecond);
    faults.after("decisions.putDecided");
  }

  @Override
  public void putMemory(int bucket, long step, byte[] memory, long expiresAtEpochSecond) {
    faults.before("decisions.putMemory");
    memories.put(new StepKey(bucket, step), memory.clone(), expiresAtEpochSecond);
    faults.after("decisions.putMemory");
  }

  @Override
  public Optional<byte[]> memory(int bucket, long step) {
    faults.before("decisions.memory");
    Optional<byte[]> found = memories.get(new StepKey(bucket, step)).map(byte[]::clone);
    faults.after("decisions.memory");
    return found;
  }

  @Override
  public boolean requestKeep(int bucket, KeepRequest request, long expiresAtEpochSecond) {
    faults.before("decisions.requestKeep");
    boolean current;
    synchronized (cursors) {
      BucketCursor cursor = cursors.get(bucket);
      current = request.revision() == (cursor == null ? -1 : cursor.revision());
      if (current) {
        requests.put(
            new KeepKey(bucket, request.revision(), request.traceId()),
            request,
            expiresAtEpochSecond);
      }
    }
    faults.after("decisions.requestKeep");
    return current;
  }

  @Override
  public List<KeepRequest> keepRequests(int bucket, long fromRevision, long toRevision) {
    faults.before("decisions.keepRequests");
    List<KeepRequest> found =
        requests.values(
            key ->
                key.bucket() == bucket
                    && key.revision() >= fromRevision
                    && key.revision() < toRevision);
    faults.after("decisions.keepRequests");
    return found;
  }

  @Override
  public void putFilter(int bucket, long hour, byte[] filter, long expiresAtEpochSecond) {
    faults.before("decisions.putFilter");
    filters.put(new StepKey(bucket, hour), new Filter(hour, filter.clone()), expiresAtEpochSecond);
    faults.after("decisions.putFilter");
  }

  @Override
  public SortedMap<Long, Boolean> mayHaveDecided(int bucket, TraceId id) {
    faults.before("decisions.mayHaveDecided");
    SortedMap<Long, Boolean> found = new TreeMap<>();
    filters
        .values(key -> key.bucket() == bucket)
        .forEach(filter -> found.put(filter.hour(), filter.mayHold(id)));
    faults.after("decisions.mayHaveDecided");
    return found;
  }

  @Override
  public List<DecidedSet> decided(int bucket, long afterSlice, long upToSlice) {
    faults.before("decisions.decided");
    List<DecidedSet> found =
        sets.values(
            key ->
                key.bucket() == bucket
                    && key.endSlice() > afterSlice
                    && key.endSlice() <= upToSlice);
    faults.after("decisions.decided");
    return found;
  }
}
