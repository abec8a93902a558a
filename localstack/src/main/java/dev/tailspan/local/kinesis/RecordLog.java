package dev.tailspan.local.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The records of one shard in order. Not thread-safe: the {@link Shard} holds the lock. */
interface RecordLog extends Closeable {
  /** Appends records whose numbers go on from {@link #next()}. All or (when it throws) none. */
  void append(List<StoredRecord> records) throws IOException;

  /**
   * Records from the one numbered {@code from} (or the oldest held, if that is later), at most
   * {@code maxRecords} and {@code maxBytes}, but at least one when there is one.
   */
  List<StoredRecord> read(long from, int maxRecords, long maxBytes) throws IOException;

  /** Number of the oldest record held; {@link #next()} when none is. */
  long first();

  /** Number the next record will get. */
  long next();

  /** Arrival time of a record held, epoch milliseconds. */
  long arrivalOf(long number);

  /** Drops records that arrived before the given time, from the oldest on. */
  void trimBefore(long arrivalMillis) throws IOException;

  /** Number of the first record held that arrived at the given time or later. */
  default long firstAtOrAfter(long arrivalMillis) {
    long number = first();
    while (number < next() && arrivalOf(number) < arrivalMillis) {
      number++;
    }
    return number;
  }
}
