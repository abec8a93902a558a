package dev.tailspan.local.sizing;

/** What is deployed, and AWS' limits (as of October 2026, us-east-1, where none was raised). */
final class Setup {
  // As deployed by default.
  static final double WINDOW_SECONDS = 10;
  static final double SLICE_SECONDS = 10;
  static final double STEP_SECONDS = 60;
  static final double SHARED_BELOW_BYTES = 256 << 10;
  static final double INLINE_BYTES = 8 << 10;
  static final int MEMORY_MEGABYTES = 1769;
  static final int LEAST_BUCKETS = 8;
  static final int MOST_BUCKETS = 4096;
  static final double STAGED_DAYS = 1;
  static final double RETENTION_DAYS = 30;

  /** Shards are filled so far, for what comes in bursts. */
  static final double SHARD_FILL = 0.8;

  /** A worker's share of a step's minute, so that it can catch up. */
  static final double STEP_FILL = 0.5;

  /** What an invocation waits for stores and cannot work meanwhile: assumed, not measured. */
  static final double WAIT_SECONDS = 0.1;

  // Kinesis
  static final double SHARD_BYTES = 1e6;
  static final double PUT_UNIT_BYTES = 25_000;
  static final int SHARDS = 20_000;

  /** An event of 6 MB is base64. */
  static final double EVENT_BYTES = 4.4e6;

  // Lambda
  static final int CONCURRENCY = 1_000;

  // DynamoDB, by partition key; here a slice and bucket
  static final double PARTITION_WRITES = 1_000;
  static final double ITEM_BYTES = 1_024;
  static final double READ_BYTES = 4_096;

  // S3, by prefix, which under load is a bucket's: keys of blocks begin with it
  static final double PREFIX_PUTS = 3_500;

  static final double SECONDS_A_MONTH = 365.25 / 12 * 86_400;

  private Setup() {}
}
