package dev.tailspan.local.kinesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One shard: its place among the others and its records. Thread-safe. */
final class Shard {
  private final Spec spec;
  private final String id;
  private final SequenceNumbers sequenceNumbers;
  private final RecordLog log;
  private long closedAtMillis;

  /**
   * What never changes of a shard, and when it was closed.
   *
   * @param parent the shard it was split or merged from, {@code adjacent} the other one of a merge
   * @param closedAtMillis epoch milliseconds, 0 while it is open
   */
  record Spec(
      int index,
      @Nullable String parent,
      @Nullable String adjacent,
      HashRange range,
      long createdMillis,
      long closedAtMillis) {}

  /** A page of records: where to go on, and how far behind the tip that is. */
  record Page(List<StoredRecord> records, long next, long millisBehind, boolean ended) {}

  Shard(Spec spec, RecordLog log) {
    this.spec = spec;
    this.id = id(spec.index());
    this.sequenceNumbers = SequenceNumbers.of(spec.createdMillis(), spec.index());
    this.log = log;
    this.closedAtMillis = spec.closedAtMillis();
  }

  static String id(int index) {
    return "shardId-%012d".formatted(index);
  }

  String id() {
    return id;
  }

  synchronized Spec spec() {
    return new Spec(
        spec.index(),
        spec.parent(),
        spec.adjacent(),
        spec.range(),
        spec.createdMillis(),
        closedAtMillis);
  }

  HashRange range() {
    return spec.range();
  }

  SequenceNumbers sequenceNumbers() {
    return sequenceNumbers;
  }

  boolean childOf(String shardId) {
    return shardId.equals(spec.parent()) || shardId.equals(spec.adjacent());
  }

  synchronized boolean open() {
    return closedAtMillis == 0;
  }

  synchronized void close(long nowMillis) {
    closedAtMillis = nowMillis;
  }

  synchronized String startingSequenceNumber() {
    return sequenceNumbers.of(0);
  }

  /** The number after the last record's, once closed. */
  synchronized @Nullable String endingSequenceNumber() {
    return open() ? null : sequenceNumbers.of(log.next());
  }

  /** Appends in order and returns the number of the first; all or, when it throws, none. */
  synchronized long append(List<Entry> entries, long nowMillis) {
    long first = log.next();
    List<StoredRecord> records = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      records.add(
          new StoredRecord(first + records.size(), nowMillis, entry.partitionKey(), entry.data()));
    }
    try {
      log.append(records);
    } catch (IOException e) {
      throw new UncheckedIOException("Shard " + id() + " cannot be written", e);
    }
    return first;
  }

  synchronized Page read(long from, int maxRecords, long maxBytes, long nowMillis) {
    try {
      List<StoredRecord> records = log.read(from, maxRecords, maxBytes);
      long next =
          records.isEmpty()
              ? Math.max(from, log.first())
              : records.get(records.size() - 1).number() + 1;
      boolean atTip = next >= log.next();
      long behind = atTip ? 0 : Math.max(1, nowMillis - log.arrivalOf(next));
      return new Page(records, next, behind, atTip && !open());
    } catch (IOException e) {
      throw new UncheckedIOException("Shard " + id() + " cannot be read", e);
    }
  }

  synchronized long oldest() {
    return log.first();
  }

  synchronized long next() {
    return log.next();
  }

  synchronized long firstAtOrAfter(long arrivalMillis) {
    return log.firstAtOrAfter(arrivalMillis);
  }

  synchronized void trimBefore(long arrivalMillis) {
    try {
      log.trimBefore(arrivalMillis);
    } catch (IOException e) {
      throw new UncheckedIOException("Shard " + id() + " cannot be trimmed", e);
    }
  }

  /** Closed, and so long ago that nothing of it can be read any more. */
  synchronized boolean expired(long oldestMillis) {
    return closedAtMillis != 0 && closedAtMillis < oldestMillis;
  }

  synchronized void release() {
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Shard " + id() + " cannot be closed", e);
    }
  }
}
