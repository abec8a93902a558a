package dev.tailspan.storage.memory;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.storage.SequenceNumbers;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Quarantine in memory; nothing in it expires. */
public final class MemoryQuarantineStore implements QuarantineStore {
  private static final Comparator<QuarantinedRecord> NEWEST_FIRST =
      Comparator.comparingLong(QuarantinedRecord::arrivalMillis)
          .reversed()
          .thenComparing(QuarantinedRecord::shardId)
          .thenComparing(QuarantinedRecord::sequenceNumber, SequenceNumbers.ORDER);

  private record Key(String shardId, String sequenceNumber) {}

  private final Map<Key, QuarantinedRecord> records = new HashMap<>();
  private final Faults faults;

  public MemoryQuarantineStore(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void put(QuarantinedRecord record) {
    faults.before("quarantine.put");
    SequenceNumbers.require(record.sequenceNumber());
    synchronized (records) {
      records.put(new Key(record.shardId(), record.sequenceNumber()), record);
    }
    faults.after("quarantine.put");
  }

  @Override
  public List<QuarantinedRecord> list(int limit) {
    faults.before("quarantine.list");
    List<QuarantinedRecord> newest;
    synchronized (records) {
      newest = records.values().stream().sorted(NEWEST_FIRST).limit(limit).toList();
    }
    faults.after("quarantine.list");
    return newest;
  }
}
