package dev.tailspan.storage;

import dev.tailspan.model.TraceId;
import dev.tailspan.trace.TraceFlag;
import dev.tailspan.trace.TraceSummary;
import java.util.List;

/**
 * What the index says of a kept trace, or of the spans that came late to one: one entry per (trace,
 * step).
 *
 * @param step the step that decided it
 * @param sampling why it was kept; late parts repeat the first one's
 * @param summary of the spans in this part
 * @param places where the spans lie, at least one
 */
public record TracePart(
    TraceId traceId, long step, Sampling sampling, TraceSummary summary, List<Place> places) {
  public TracePart {
    places = List.copyOf(places);
  }

  /** Whether spans of the trace were left out, by this part or before it. */
  public boolean isTruncated() {
    return summary.flags().contains(TraceFlag.TRUNCATED.word());
  }

  /**
   * One row group of one archived file.
   *
   * @param file key of the file in the archive
   * @param fileBytes its length
   * @param footerBytes length of the Parquet footer with its trailer (the last bytes of the file)
   * @param rowGroup ordinal of the row group
   * @param rowGroupOffset where its first column chunk begins
   * @param rowGroupBytes length of all its column chunks
   */
  public record Place(
      String file,
      long fileBytes,
      int footerBytes,
      int rowGroup,
      long rowGroupOffset,
      long rowGroupBytes) {}
}
