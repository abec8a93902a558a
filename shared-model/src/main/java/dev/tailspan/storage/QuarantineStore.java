package dev.tailspan.storage;

import java.util.List;

/** Keeps records that could not be decoded, whole, with the reason. */
public interface QuarantineStore {
  /** Writes the record; the same record (shard and sequence number) twice is one. */
  void put(QuarantinedRecord record);

  /** The newest ones by name of shard and sequence number, at most {@code limit}. */
  List<QuarantinedRecord> list(int limit);
}
