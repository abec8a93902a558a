package dev.tailspan.local.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A shard's records on the heap, bounded in bytes: the oldest go first, and that is reported. */
final class MemoryLog implements RecordLog {
  private final long maxBytes;
  private final LongConsumer evicted;
  private final ArrayList<StoredRecord> records = new ArrayList<>();
  private int head;
  private long first = 1;
  private long bytes;

  /**
   * @param evicted told how many records were dropped for want of room, before their time
   */
  MemoryLog(long maxBytes, LongConsumer evicted) {
    this.maxBytes = maxBytes;
    this.evicted = evicted;
  }

  @Override
  public void append(List<StoredRecord> added) {
    records.addAll(added);
    for (StoredRecord record : added) {
      bytes += record.size();
    }
    long before = first;
    while (bytes > maxBytes && next() - first > 1) {
      dropOldest();
    }
    if (first > before) {
      evicted.accept(first - before);
    }
  }

  @Override
  public List<StoredRecord> read(long from, int maxRecords, long maxBytesRead) {
    List<StoredRecord> out = new ArrayList<>();
    long size = 0;
    for (long n = Math.max(from, first); n < next() && out.size() < maxRecords; n++) {
      StoredRecord record = at(n);
      size += record.size();
      if (size > maxBytesRead && !out.isEmpty()) {
        break;
      }
      out.add(record);
    }
    return out;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public long next() {
    return first + records.size() - head;
  }

  @Override
  public long arrivalOf(long number) {
    return at(number).arrivalMillis();
  }

  @Override
  public void trimBefore(long arrivalMillis) {
    while (first < next() && at(first).arrivalMillis() < arrivalMillis) {
      dropOldest();
    }
  }

  @Override
  public void close() {}

  private StoredRecord at(long number) {
    return records.get(head + (int) (number - first));
  }

  private void dropOldest() {
    bytes -= at(first).size();
    records.set(head, GONE);
    head++;
    first++;
    // Cut the dead head only when it is half the list: each record is then moved at most once more.
    if (head > 1024 && head > records.size() / 2) {
      records.subList(0, head).clear();
      head = 0;
    }
  }

  private static final StoredRecord GONE = new StoredRecord(0, 0, "", new byte[0]);
}
