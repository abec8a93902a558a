package dev.tailspan.trace;

import java.util.Locale;

/** What is odd about a trace. None of these stops it from being analysed. */
public enum TraceFlag {
  /** No span without a parent: the root has not arrived, or was not sampled by its sender. */
  MISSING_ROOT,
  /** A span names a parent that is not there; it is shown as a root of its own. */
  ORPHANS,
  /** More than one span without a parent. */
  MULTIPLE_ROOTS,
  /**
   * A span is its own ancestor, or its own parent; the earliest span of the circle became a root.
   */
  PARENT_CYCLE,
  /**
   * A child starts more than {@value TraceAnalysis#SKEW_TOLERANCE_NANOS} ns before its parent,
   * which nothing but clocks explains; or a SERVER span outlives, by more than that, the CLIENT
   * span it hangs under although that one did not fail (a client that gave up would have). Other
   * children may end after their parent: they are asynchronous.
   */
  CLOCK_SKEW,
  /** A span ends before it starts; it counts as of no duration. */
  NEGATIVE_DURATION,
  /**
   * A span has no start or no end time; it counts as of no duration, without a start as undated.
   */
  ZERO_TIMESTAMP,
  /**
   * A time of the year 2262 or later (the sign bit is set) in a trace that also has earlier ones; a
   * span that starts there counts as undated, one that ends there as of no duration.
   */
  FAR_FUTURE_TIMESTAMP,
  /**
   * Several spans have one id but differ, other than as the two sides of one call (Zipkin's shared
   * ids: CLIENT and SERVER, or PRODUCER and CONSUMER). All are kept.
   */
  DUPLICATE_SPAN_ID,
  /** Spans were left out of the analysis because the trace is too big. Known to the caller only. */
  TRUNCATED,
  /** A text holds U+FFFD, which stands where bytes were no UTF-8. */
  INVALID_UTF8;

  /** As it is written in summaries: {@code missing_root}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
