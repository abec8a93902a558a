package dev.tailspan.lookup;

/** Where a trace is on its way. */
public enum TraceState {
  /** Archived; it stays so. */
  KEPT,
  /** Staged, and not decided yet, or not with all its spans. */
  IN_FLIGHT,
  /** Decided against, and still staged. */
  DROPPED,
  /** Never seen, or so long ago that nothing is left of it. */
  UNKNOWN
}
