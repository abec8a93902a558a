package dev.tailspan.benchmarks;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Any number of full batches, made quickly: the spans of one, again and again under new ids. A
 * batch is cut and packed by itself, so it does not matter that another one was like it.
 */
final class CopiedTraffic {
  /** Before a trace id in a span: the field's tag and its length. */
  private static final int TAG = 0x0a;

  private static final int ID_BYTES = 16;

  /** The span's id, of eight bytes, comes next, and behind it its parent's, if it has one. */
  private static final int SPAN_ID = ID_BYTES + 2;

  private static final int PARENT_TAG = 0x22;
  private static final int PARENT_ID = SPAN_ID + Long.BYTES + 2;

  private static final TraceId ONE = TestTraces.id(0);

  private final Traffic traffic = Traffic.fullLoad(1, 50);
  private final List<StreamRecord> records = traffic.batch(0, 0);
  private final List<int[]> idOffsets = new ArrayList<>();

  CopiedTraffic() {
    Set<Long> ids = new HashSet<>();
    for (int n = 0; n < traffic.tracesPerBatch(); n++) {
      ids.add(TestTraces.id(n).high());
    }
    records.forEach(record -> idOffsets.add(idOffsets(record.data(), ids)));
    int found = idOffsets.stream().mapToInt(offsets -> offsets.length).sum();
    if (found != traffic.spansPerBatch()) {
      throw new IllegalStateException(
          "of " + traffic.spansPerBatch() + " spans " + found + " were found");
    }
  }

  private static int[] idOffsets(byte[] data, Set<Long> ids) {
    ByteBuffer bytes = ByteBuffer.wrap(data);
    List<Integer> offsets = new ArrayList<>();
    for (int at = 2; at + ID_BYTES <= data.length; at++) {
      if (data[at - 2] == TAG && data[at - 1] == ID_BYTES && ids.contains(bytes.getLong(at))) {
        offsets.add(at);
      }
    }
    return offsets.stream().mapToInt(offset -> offset).toArray();
  }

  int spansPerRecord() {
    return traffic.spansPerBatch() / records.size();
  }

  int recordsPerBatch() {
    return records.size();
  }

  /** How long a shard at its limit takes for a batch. */
  long batchMillis() {
    return traffic.batchMillis();
  }

  /**
   * The n-th batch, or the beginning of it.
   *
   * @param count of records, at most {@link #recordsPerBatch}
   * @param fromMillis when the first record arrives
   * @param millis within which all arrive
   */
  List<StreamRecord> batch(int n, int count, long fromMillis, long millis) {
    return batch(n, count, fromMillis, millis, false);
  }

  /** As {@link #batch}, but all spans of all batches are of one trace. */
  List<StreamRecord> ofOneTrace(int n, int count, long fromMillis, long millis) {
    return batch(n, count, fromMillis, millis, true);
  }

  private List<StreamRecord> batch(
      int n, int count, long fromMillis, long millis, boolean oneTrace) {
    List<StreamRecord> batch = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] data = records.get(i).data().clone();
      for (int at : idOffsets.get(i)) {
        rename(ByteBuffer.wrap(data), at, (n + 1L) * 0x9E3779B97F4A7C15L, oneTrace);
      }
      long number = (long) n * records.size() + i;
      batch.add(
          new StreamRecord(
              Traffic.shardId(0),
              Traffic.sequenceNumber(number),
              fromMillis + millis * i / count,
              data));
    }
    return batch;
  }

  /** A span under other ids; who is whose parent stays as it was. */
  private static void rename(ByteBuffer bytes, int at, long change, boolean oneTrace) {
    bytes.putLong(at, oneTrace ? ONE.high() : bytes.getLong(at) ^ change);
    bytes.putLong(at + Long.BYTES, oneTrace ? ONE.low() : bytes.getLong(at + Long.BYTES));
    bytes.putLong(at + SPAN_ID, bytes.getLong(at + SPAN_ID) ^ change);
    if (bytes.get(at + PARENT_ID - 2) == PARENT_TAG) {
      bytes.putLong(at + PARENT_ID, bytes.getLong(at + PARENT_ID) ^ change);
    }
  }
}
