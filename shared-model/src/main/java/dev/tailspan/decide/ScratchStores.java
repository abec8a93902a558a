package dev.tailspan.decide;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one bucket of a dry run "writes": only what a later step of the same bucket reads is
 * remembered, the rest is let go of.
 */
final class ScratchStores implements DecisionStore, StatsStore, IndexStore, ArchiveStore {
  private final Map<TraceId, TracePart> kept = new HashMap<>();
  private final Map<StatsStore.Key, byte[]> stats = new HashMap<>();
  private @Nullable BucketCursor cursor;
  private long memoryStep = -1;
  private byte[] memory = {};

  /** The first cursor. */
  BucketCursor begin(BucketCursor first) {
    cursor = first;
    return first;
  }

  /** With these in the place of all that is written. */
  FinalizeStores stores(StagingStore staging) {
    return new FinalizeStores(staging, new Unused(), this, this, this, this, new UsageMeter());
  }

  @Override
  public Optional<BucketCursor> cursor(int bucket) {
    return Optional.ofNullable(cursor);
  }

  @Override
  public List<BucketCursor> cursors(int buckets) {
    throw new UnsupportedOperationException("a dry run of a bucket knows no others");
  }

  @Override
  public boolean commit(BucketCursor next) {
    cursor = next;
    return true;
  }

  @Override
  public void putDecided(DecidedSet set, long expiresAtEpochSecond) {
    // BucketRun hands it to DecidedTraces itself.
  }

  @Override
  public List<DecidedSet> decided(int bucket, long afterSlice, long upToSlice) {
    return List.of();
  }

  @Override
  public void putFilter(int bucket, long hour, byte[] filter, long expiresAtEpochSecond) {
    // Nobody looks anything up in a dry run.
  }

  @Override
  public SortedMap<Long, Boolean> mayHaveDecided(int bucket, TraceId id) {
    throw new UnsupportedOperationException("nobody looks anything up in a dry run");
  }

  @Override
  public boolean requestKeep(int bucket, KeepRequest request, long expiresAtEpochSecond) {
    throw Unused.refused();
  }

  @Override
  public List<KeepRequest> keepRequests(int bucket, long fromRevision, long toRevision) {
    return List.of();
  }

  @Override
  public void putMemory(int bucket, long step, byte[] left, long expiresAtEpochSecond) {
    memoryStep = step;
    memory = left;
  }

  @Override
  public Optional<byte[]> memory(int bucket, long step) {
    return step == memoryStep ? Optional.of(memory) : Optional.empty();
  }

  @Override
  public void put(StatsStore.Key key, byte[] blob, long expiresAtEpochSecond) {
    stats.keySet().removeIf(old -> old.hour() == key.hour() || old.hour() < key.hour() - 1);
    stats.put(key, blob);
  }

  @Override
  public Optional<byte[]> get(StatsStore.Key key) {
    return Optional.ofNullable(stats.get(key));
  }

  @Override
  public List<byte[]> newest(long hour) {
    throw new UnsupportedOperationException("a dry run reads one bucket's statistics");
  }

  @Override
  public void put(List<TracePart> parts, long expiresAtEpochSecond) {
    parts.forEach(part -> kept.putIfAbsent(part.traceId(), part));
  }

  @Override
  public List<TracePart> find(TraceId id) {
    TracePart part = kept.get(id);
    return part == null ? List.of() : List.of(part);
  }

  @Override
  public void putSegment(CatalogSegment segment, long expiresAtEpochSecond) {
    // Nobody searches a dry run.
  }

  @Override
  public void putUpdates(List<CatalogUpdate> updates, long expiresAtEpochSecond) {
    // Nobody searches a dry run.
  }

  @Override
  public SegmentPage segments(long hour, long newestStep, Optional<String> service, int enough) {
    throw new UnsupportedOperationException("nobody searches a dry run");
  }

  @Override
  public List<Span> read(TraceId id, TracePart.Place place) {
    throw new UnsupportedOperationException("a dry run archives nothing");
  }

  @Override
  public Writer open(Partition partition) {
    Map<TraceId, List<TracePart.Place>> places = new TreeMap<>();
    return new Writer() {
      @Override
      public void add(KeptTrace trace) {
        places.put(trace.id(), List.of());
      }

      @Override
      public Map<TraceId, List<TracePart.Place>> finish() {
        return places;
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  /** What a bucket's run has no use for. */
  private static final class Unused implements WatermarkStore {
    private static UnsupportedOperationException refused() {
      return new UnsupportedOperationException("a dry run has no shards");
    }

    @Override
    public boolean advance(ShardWatermark to, long firstArrivalMillis, IngestCounts counts) {
      throw refused();
    }

    @Override
    public boolean advanceIdle(ShardWatermark probed) {
      throw refused();
    }

    @Override
    public Optional<ShardWatermark> find(String shardId) {
      throw refused();
    }

    @Override
    public List<ShardState> all() {
      throw refused();
    }
  }
}
