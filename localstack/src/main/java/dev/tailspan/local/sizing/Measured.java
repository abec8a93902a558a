package dev.tailspan.local.sizing;

/**
 * Figures of this project that sizes are computed from. Counts are {@code bench cost}'s (495,000
 * spans at full load, 120,000 at a trickle) and the same on any machine; processor time is {@code
 * bench warm}'s, on x86, and only as good as that machine was idle.
 */
final class Measured {
  /** bench cost: 500 bytes came in and 72.7 were put, a span. */
  static final double PACKED = 500 / 72.7;

  /** bench cost: 80,000 write units per million spans in batches of 100, 7 of 8 for a block. */
  static final double WRITES_PER_BATCH = 1;

  /** bench cost: 10,000 of ingest per million spans in batches of 100. */
  static final double READS_PER_BATCH = 1;

  /**
   * bench cost: decided set, statistics, catalog and cursor; 9,017 per million spans, 8 buckets and
   * 100 spans a second, less one for each trace kept.
   */
  static final double WRITES_PER_STEP = 6.1;

  static final double WRITES_PER_KEPT_TRACE = 1;

  /** bench cost: what is left of finalize's reads when blocks in items are taken off. */
  static final double READS_PER_STEP = 7.5;

  /** bench cost: what a step reads anew of slices with open traces; 108.6 bytes of 72.7. */
  static final double READS_PER_BLOCK = 1.5;

  /** bench cost: 1,467 per million spans, 8 buckets and 100 spans a second. */
  static final double GETS_PER_STEP = 1.1;

  /** bench cost: archive, and what is too large for an item, at full load. */
  static final double PUTS_PER_STEP = 1.5;

  /** bench parquet, of spans of 500 bytes. */
  static final double ARCHIVED = 59.6 / 500;

  /**
   * bench warm, as deployed: CPU seconds a span, in processes a few minutes old: an upper bound.
   */
  static final double INGEST_CPU = 13.7e-6;

  static final double FINALIZE_CPU = 10.9e-6;

  private Measured() {}
}
