package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import java.util.List;

/** Finds kept traces: by id, and by hour for search. */
public interface IndexStore {
  /** Writes entries; the same (trace, step) again replaces it by the same. */
  void put(List<TracePart> parts, long expiresAtEpochSecond);

  /** All parts of a trace by step; empty when it is not kept. */
  List<TracePart> find(TraceId id);

  /** Writes the list of the traces kept by one step of one bucket, for search. */
  void putSegment(CatalogSegment segment, long expiresAtEpochSecond);

  /**
   * The segments of an hour, newest step first, then by bucket.
   *
   * @param hour hours since the epoch, by arrival
   */
  List<CatalogSegment> segments(long hour);
}
