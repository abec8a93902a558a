package dev.tailspan.storage;

import java.util.List;

/** Keeps records that could not be decoded, whole, with the reason. */
public interface QuarantineStore {
  /** Writes the record; the same record (shard and sequence number) twice is one. */
  void put(QuarantinedRecord record);

  /**
   * The newest ones, at most {@code limit}: latest arrival first, records of the same millisecond
   * in the order of shard and sequence number.
   */
  List<QuarantinedRecord> list(int limit);
}
