package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import dev.tailspan.trace.TraceSummary;
import java.util.List;

/**
 * The traces one step of one bucket kept, for search.
 *
 * @param hour hours since the epoch, by arrival
 */
public record CatalogSegment(long hour, int bucket, long step, List<Entry> entries) {
  public CatalogSegment {
    entries = List.copyOf(entries);
  }

  /**
   * One trace of it.
   *
   * @param placeUnixNano its place within the step: its start as it was when it was kept, though a
   *     late span may have begun earlier; unsigned
   */
  public record Entry(
      TraceId traceId, TraceSummary summary, Sampling sampling, long placeUnixNano) {
    /** A trace as it was kept. */
    public Entry(TraceId traceId, TraceSummary summary, Sampling sampling) {
      this(traceId, summary, sampling, summary.startTimeUnixNano());
    }
  }
}
