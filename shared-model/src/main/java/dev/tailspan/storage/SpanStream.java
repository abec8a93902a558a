package dev.tailspan.storage;

import java.util.List;

/** What finalization asks the stream itself: which shards there are, and whether one is idle. */
public interface SpanStream {
  /** All shards, open and closed, as the stream lists them now. */
  List<Shard> shards();

  /**
   * Reads after a sequence number (from the oldest record on when it is empty), without handing out
   * records.
   *
   * @return whether there was nothing to read, and when that was
   */
  Probe probe(String shardId, String afterSequenceNumber);

  /**
   * A shard.
   *
   * @param parentIds shards it came from by split or merge, none for an original one
   * @param closed no record will be added to it any more
   */
  record Shard(String id, List<String> parentIds, boolean closed) {
    public Shard {
      parentIds = List.copyOf(parentIds);
    }
  }

  /**
   * What a probe found.
   *
   * @param atMillis when that was by the stream's own clock, epoch milliseconds
   * @param caughtUp there was nothing left to read
   * @param finished the shard is closed and there was nothing left
   */
  record Probe(long atMillis, boolean caughtUp, boolean finished) {}
}
