package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds kept traces: by id, and by hour for search. */
public interface IndexStore {
  /** Writes entries; the same (trace, step) again replaces it by the same. */
  void put(List<TracePart> parts, long expiresAtEpochSecond);

  /** All parts of a trace by step; empty when it is not kept. */
  List<TracePart> find(TraceId id);

  /** All parts of some traces, in the order of the ids, then by step. */
  default List<TracePart> find(List<TraceId> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  /** Writes the list of the traces kept by one step of one bucket, for search. */
  void putSegment(CatalogSegment segment, long expiresAtEpochSecond);

  /** Writes what became of traces that spans came late to; the same again changes nothing. */
  void putUpdates(List<CatalogUpdate> updates, long expiresAtEpochSecond);

  /**
   * Segments of an hour, updates applied, from a step down, newest step first, then by bucket.
   * Reads on to the end of a step once it has looked at {@code enough} segments, and no further.
   *
   * @param hour hours since the epoch, by arrival
   * @param newestStep segments of later steps are left out
   * @param service segments of which none of the traces touches it may be left out
   */
  SegmentPage segments(long hour, long newestStep, Optional<String> service, int enough);

  /** All segments of an hour, newest step first, then by bucket. */
  default List<CatalogSegment> segments(long hour) {
    List<CatalogSegment> all = new ArrayList<>();
    SegmentPage page = segments(hour, Long.MAX_VALUE, Optional.empty(), Integer.MAX_VALUE);
    all.addAll(page.segments());
    while (page.nextStep().isPresent()) {
      page = segments(hour, page.nextStep().getAsLong(), Optional.empty(), Integer.MAX_VALUE);
      all.addAll(page.segments());
    }
    return all;
  }

  /**
   * Some segments.
   *
   * @param nextStep the newest step not looked at; empty at the end of the hour
   */
  record SegmentPage(List<CatalogSegment> segments, OptionalLong nextStep) {
    public SegmentPage {
      segments = List.copyOf(segments);
    }
  }
}
