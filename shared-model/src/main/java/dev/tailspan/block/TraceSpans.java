package dev.tailspan.block;

import java.util.Arrays;

/**
 * The spans of one trace while they come in. Past the cap the first ones in the order of the trace
 * are kept: as a span once ruled out would be ruled out by any superset too, the order in which
 * they come does not matter. Copies are found when sorting, so up to twice the cap is held.
 */
final class TraceSpans {
  private final long high;
  private final long low;
  private final int cap;
  private StagedSpan[] spans = new StagedSpan[4];
  private int size;
  private long received;
  private long firstSlice = Long.MAX_VALUE;
  private long lastSlice = Long.MIN_VALUE;
  private boolean truncated;

  TraceSpans(long high, long low, int cap) {
    this.high = high;
    this.low = low;
    this.cap = cap;
  }

  boolean isOf(long high, long low) {
    return this.high == high && this.low == low;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /** Spans are being left out. */
  boolean isTruncated() {
    return truncated;
  }

  /** Counts a span that lies beyond the cap; if it does not it must be {@link #add added}. */
  boolean leftOut(long startTimeUnixNano, long slice) {
    boolean beyond =
        truncated
            && Long.compareUnsigned(startTimeUnixNano, spans[cap - 1].startTimeUnixNano()) > 0;
    if (beyond) {
      count(slice);
    }
    return beyond;
  }

  void add(StagedSpan span) {
    count(span.slice());
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, (int) Math.min(2L * size, 2L * cap + 1));
    }
    spans[size++] = span;
    if (size > 2L * cap) {
      settle();
    }
  }

  private void count(long slice) {
    received++;
    firstSlice = Math.min(firstSlice, slice);
    lastSlice = Math.max(lastSlice, slice);
  }

  StagedTrace toTrace() {
    boolean conflicting = settle();
    if (truncated) {
      // Only what is kept may speak: which others were still around depends on the order they came
      // in.
      conflicting = settle();
    }
    StagedSpan[] kept = Arrays.copyOf(spans, size);
    return new StagedTrace(kept, received, conflicting, truncated, firstSlice, lastSlice);
  }

  /** Merges copies, sorts, and keeps as many as may be. @return whether two claim the same id */
  private boolean settle() {
    Arrays.sort(spans, 0, size, StagedSpan.BY_IDENTITY);
    boolean conflicting = false;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      StagedSpan span = spans[i];
      StagedSpan before = kept == 0 ? null : spans[kept - 1];
      if (before != null && span.isCopyOf(before)) {
        before.copies += span.copies;
      } else {
        conflicting |= before != null && span.sharesIdWith(before);
        spans[kept++] = span;
      }
    }
    Arrays.sort(spans, 0, kept, StagedSpan.BY_TIME);
    truncated |= kept > cap;
    Arrays.fill(spans, Math.min(kept, cap), size, null);
    size = Math.min(kept, cap);
    return conflicting;
  }
}
