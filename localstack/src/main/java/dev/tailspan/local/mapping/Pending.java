package dev.tailspan.local.mapping;

import dev.tailspan.local.kinesis.ShardReader.RecordView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The records of a shard that are read and not yet done, and how they are cut into batches.
 *
 * <p>Normally a batch is as many as fit. After a failure its borders are kept: {@code fixed} holds
 * the sizes of the next batches, the halves of a bisected one in order.
 */
final class Pending {
  private final int batchSize;
  private final String streamArn;
  private final List<RecordView> records = new ArrayList<>();
  private final Deque<Integer> fixed = new ArrayDeque<>();
  // How many records fit an invocation, or -1 when that is to be counted again.
  private int fitting = -1;

  Pending(int batchSize, String streamArn) {
    this.batchSize = batchSize;
    this.streamArn = streamArn;
  }

  void add(List<RecordView> read) {
    records.addAll(read);
    fitting = -1;
  }

  /** How many more records may be read; none while there is a whole batch. */
  int room() {
    return full() ? 0 : batchSize - records.size();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  RecordView first() {
    return records.get(0);
  }

  /** Whether waiting longer cannot make the next batch bigger. */
  boolean full() {
    return !fixed.isEmpty() || records.size() >= batchSize || fitting() < records.size();
  }

  /** Whether the borders of the next batch are those of an earlier failed one. */
  boolean hasFixed() {
    return !fixed.isEmpty();
  }

  /** The next batch. Not empty unless this is. */
  List<RecordView> batch() {
    Integer size = fixed.peekFirst();
    return List.copyOf(records.subList(0, size == null ? fitting() : size));
  }

  /** The first records are done with; the rest of a fixed batch stays one. */
  void drop(int count) {
    records.subList(0, count).clear();
    fitting = -1;
    Integer size = fixed.pollFirst();
    if (size != null && size > count) {
      fixed.addFirst(size - count);
    }
  }

  /** Keeps the borders of the batch for its next try. */
  void fix(int size) {
    if (fixed.isEmpty()) {
      fixed.addFirst(size);
    }
  }

  /** Lets new records join what is left of a batch, unless it is a half of a bisected one. */
  void release(boolean bisected) {
    if (!bisected) {
      fixed.clear();
    }
  }

  /** Cuts the batch in two. */
  void bisect(int size) {
    fixed.pollFirst();
    fixed.addFirst(size - size / 2);
    fixed.addFirst(size / 2);
  }

  private int fitting() {
    if (fitting < 0) {
      fitting = countFitting();
    }
    return fitting;
  }

  private int countFitting() {
    long bytes = 16;
    int count = 0;
    for (RecordView record : records) {
      bytes += KinesisEvent.size(record, streamArn);
      if (count == batchSize || (count > 0 && bytes > MappingSettings.PAYLOAD_BYTES)) {
        break;
      }
      count++;
    }
    return count;
  }
}
