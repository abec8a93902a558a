package dev.tailspan.storage.memory;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.TracePart;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The index in memory. */
public final class MemoryIndexStore implements IndexStore {
  private record PartKey(TraceId traceId, long step) {
    static final Comparator<PartKey> ORDER =
        Comparator.comparing(PartKey::traceId).thenComparingLong(PartKey::step);
  }

  private record SegmentKey(long hour, long step, int bucket) {
    static final Comparator<SegmentKey> NEWEST_STEP_FIRST =
        Comparator.comparingLong(SegmentKey::hour)
            .thenComparing(Comparator.comparingLong(SegmentKey::step).reversed())
            .thenComparingInt(SegmentKey::bucket);
  }

  private record UpdateKey(SegmentKey segment, TraceId traceId, long lateStep) {
    static final Comparator<UpdateKey> ORDER =
        Comparator.comparing(UpdateKey::segment, SegmentKey.NEWEST_STEP_FIRST)
            .thenComparing(UpdateKey::traceId)
            .thenComparingLong(UpdateKey::lateStep);
  }

  private final ExpiringMap<PartKey, TracePart> parts;
  private final ExpiringMap<SegmentKey, CatalogSegment> segments;
  private final ExpiringMap<UpdateKey, CatalogUpdate> updates;
  private final Faults faults;

  /**
   * @param nowMillis epoch milliseconds, by which entries expire
   */
  public MemoryIndexStore(LongSupplier nowMillis, Faults faults) {
    this.parts = new ExpiringMap<>(nowMillis, PartKey.ORDER);
    this.segments = new ExpiringMap<>(nowMillis, SegmentKey.NEWEST_STEP_FIRST);
    this.updates = new ExpiringMap<>(nowMillis, UpdateKey.ORDER);
    this.faults = faults;
  }

  @Override
  public void put(List<TracePart> wanted, long expiresAtEpochSecond) {
    for (TracePart part : wanted) {
      faults.before("index.put");
      parts.put(new PartKey(part.traceId(), part.step()), part, expiresAtEpochSecond);
      faults.after("index.put");
    }
  }

  @Override
  public List<TracePart> find(TraceId id) {
    faults.before("index.find");
    List<TracePart> found = parts.values(key -> key.traceId().equals(id));
    faults.after("index.find");
    return found;
  }

  @Override
  public void putSegment(CatalogSegment segment, long expiresAtEpochSecond) {
    faults.before("index.putSegment");
    SegmentKey key = new SegmentKey(segment.hour(), segment.step(), segment.bucket());
    segments.put(key, segment, expiresAtEpochSecond);
    faults.after("index.putSegment");
  }

  @Override
  public void putUpdates(List<CatalogUpdate> wanted, long expiresAtEpochSecond) {
    for (CatalogUpdate update : wanted) {
      faults.before("index.putUpdates");
      SegmentKey segment = new SegmentKey(update.hour(), update.step(), update.bucket());
      updates.put(
          new UpdateKey(segment, update.entry().traceId(), update.lateStep()),
          update,
          expiresAtEpochSecond);
      faults.after("index.putUpdates");
    }
  }

  @Override
  public SegmentPage segments(long hour, long newestStep, Optional<String> service, int enough) {
    faults.before("index.segments");
    List<CatalogSegment> all =
        segments.values(key -> key.hour() == hour && key.step() <= newestStep);
    int end = Math.min(enough, all.size());
    while (end > 0 && end < all.size() && all.get(end).step() == all.get(end - 1).step()) {
      end++;
    }
    SegmentPage page =
        new SegmentPage(
            all.subList(0, end).stream()
                .map(this::updated)
                .filter(segment -> touches(segment, service))
                .toList(),
            end < all.size() ? OptionalLong.of(all.get(end).step()) : OptionalLong.empty());
    faults.after("index.segments");
    return page;
  }

  private CatalogSegment updated(CatalogSegment segment) {
    SegmentKey of = new SegmentKey(segment.hour(), segment.step(), segment.bucket());
    return CatalogUpdate.apply(segment, updates.values(key -> key.segment().equals(of)));
  }

  private static boolean touches(CatalogSegment segment, Optional<String> service) {
    return service.isEmpty()
        || segment.entries().stream()
            .anyMatch(entry -> entry.summary().services().contains(service.get()));
  }
}
