package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a trace looks since spans came late to it. It is filed with the segment that lists the trace:
 * so a search finds it once, in a place that never changes.
 *
 * @param hour of the segment
 * @param step of the segment: the one that kept the trace
 * @param lateStep the step the spans came in; of several updates the latest counts
 * @param entry the trace with what is known now, in its old place
 */
public record CatalogUpdate(
    long hour, int bucket, long step, long lateStep, CatalogSegment.Entry entry) {

  /** A segment whose traces look as the latest updates say; those it lacks are added. */
  public static CatalogSegment apply(CatalogSegment segment, List<CatalogUpdate> updates) {
    if (updates.isEmpty()) {
      return segment;
    }
    Map<TraceId, CatalogSegment.Entry> entries = new TreeMap<>();
    segment.entries().forEach(entry -> entries.put(entry.traceId(), entry));
    updates.stream()
        .sorted(Comparator.comparingLong(CatalogUpdate::lateStep))
        .forEach(update -> entries.put(update.entry().traceId(), update.entry()));
    return new CatalogSegment(
        segment.hour(), segment.bucket(), segment.step(), List.copyOf(entries.values()));
  }
}
