package dev.tailspan.infra;

/** How the span stream is sized and paid. */
public sealed interface StreamCapacity {
  /** Kinesis adds shards as the traffic grows; paid by gigabyte. */
  record OnDemand() implements StreamCapacity {}

  /**
   * A fixed number of shards, each 1 MB/s or 1,000 records/s in; paid by the hour, and cheaper for
   * steady traffic.
   */
  record Provisioned(int shards) implements StreamCapacity {}
}
