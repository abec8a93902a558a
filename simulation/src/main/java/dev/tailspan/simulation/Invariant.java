package dev.tailspan.simulation;

/** What the design promises, by its numbers; the report says how often each was put to the test. */
enum Invariant {
  NOTHING_LOST(1, "a span is staged, or quarantined whole, and counted", "records"),
  NOTHING_EARLY(2, "no decision before all shards are read past it", "records at commits"),
  SAME_BYTES(3, "the same input gives the same bytes", "kept spans and archives"),
  KEEP_STAYS(4, "keep never reverts, a kept trace is whole", "lookups of kept traces"),
  EXPLAINED(5, "a decision says which policy, why, for how many", "decisions"),
  DROPPED_FREE(6, "a dropped trace costs no further write", "dropped traces"),
  NO_AWS_IN_CORE(7, "the core knows no AWS type", "");

  private final int number;
  private final String text;
  private final String counted;

  /**
   * @param counted what the report counts for it; empty where running shows nothing
   */
  Invariant(int number, String text, String counted) {
    this.number = number;
    this.text = text;
    this.counted = counted;
  }

  /** As the report says it. */
  String text() {
    return number + " " + text;
  }

  String counted() {
    return counted;
  }
}
