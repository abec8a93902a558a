package dev.tailspan.publisher.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The bounded queue between who ends spans and who sends them. A record counts against the bounds
 * until it is settled, that is taken by the stream or given up. Thread-safe; {@link #offer} never
 * waits for the stream.
 */
final class Outbox {
  /** Of one PutRecords call. */
  static final int CALL_RECORDS = 500;

  /**
   * Of one PutRecords call, keys included: half of the 10 MiB that Kinesis takes, as a call that
   * fails is repeated whole, and as much as older emulators take.
   */
  static final int CALL_BYTES = 5 << 20;

  private final int maxRecords;
  private final long maxBytes;
  private final ArrayDeque<SpanRecord> waiting = new ArrayDeque<>();
  private final Set<SpanRecord> unsettled = identitySet();
  private final List<Flush> flushes = new ArrayList<>();
  private boolean closed;
  private long bytes;
  private long spans;

  Outbox(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  private static final class Flush {
    private final Set<SpanRecord> open = identitySet();
    private final CompletableResultCode result = new CompletableResultCode();
    private boolean lost;
  }

  /** Takes a record if there is room. */
  synchronized boolean offer(SpanRecord record) {
    if (closed || unsettled.size() >= maxRecords || bytes + record.size() > maxBytes) {
      return false;
    }
    waiting.add(record);
    unsettled.add(record);
    bytes += record.size();
    spans += record.spans();
    notifyAll();
    return true;
  }

  /**
   * Fills up a call with what waits; blocks while there is nothing to send at all. Leaves it empty
   * only when closed and nothing waits.
   *
   * @param call what is put again
   */
  synchronized void fill(List<SpanRecord> call) throws InterruptedException {
    while (call.isEmpty() && waiting.isEmpty() && !closed) {
      wait();
    }
    long size = call.stream().mapToLong(SpanRecord::size).sum();
    while (call.size() < CALL_RECORDS
        && !waiting.isEmpty()
        && size + waiting.element().size() <= CALL_BYTES) {
      SpanRecord next = waiting.remove();
      size += next.size();
      call.add(next);
    }
  }

  /** All that waits, which is no longer in the queue but not settled yet. */
  synchronized List<SpanRecord> drain() {
    List<SpanRecord> rest = List.copyOf(waiting);
    waiting.clear();
    return rest;
  }

  /** The record is taken by the stream, or given up. */
  void settle(SpanRecord record, boolean taken) {
    // Not under the lock: whoever waits for a flush runs its own code here
    for (Flush flush : flushesDoneBy(record, taken)) {
      if (flush.lost) {
        flush.result.fail();
      } else {
        flush.result.succeed();
      }
    }
  }

  private synchronized List<Flush> flushesDoneBy(SpanRecord record, boolean taken) {
    unsettled.remove(record);
    bytes -= record.size();
    spans -= record.spans();
    List<Flush> done = new ArrayList<>();
    for (Flush flush : flushes) {
      if (flush.open.remove(record)) {
        flush.lost |= !taken;
        if (flush.open.isEmpty()) {
          done.add(flush);
        }
      }
    }
    flushes.removeAll(done);
    return done;
  }

  /** Done once every record accepted until now is settled; fails if one of them was given up. */
  synchronized CompletableResultCode flush() {
    if (unsettled.isEmpty()) {
      return CompletableResultCode.ofSuccess();
    }
    Flush flush = new Flush();
    flush.open.addAll(unsettled);
    flushes.add(flush);
    return flush.result;
  }

  /** No record is accepted from now on. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Of the records that are not settled. */
  synchronized long bytes() {
    return bytes;
  }

  /** In the records that are not settled. */
  synchronized long spans() {
    return spans;
  }

  private static Set<SpanRecord> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
