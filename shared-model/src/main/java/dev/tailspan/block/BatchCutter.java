package dev.tailspan.block;

import dev.tailspan.redact.Redaction;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the records of one batch into blocks by slice and partition. Spans are never decoded: their
 * places in the received bytes are noted, sorted, and the bytes copied once. The same records in
 * the same order give the same blocks to the last byte. One per batch; not for several threads.
 */
public final class BatchCutter {
  /** What comes out no larger than the 8 KB an item may have, and a little more. */
  private static final int TIGHT_UP_TO_BYTES = 64 << 10;

  private final SpanIndex index = new SpanIndex();
  private final HeadTable resources = new HeadTable();
  private final HeadTable scopes = new HeadTable();
  private final List<String> sequenceNumbers = new ArrayList<>();
  private final List<Long> slices = new ArrayList<>();
  private final Layout layout;
  private final String shardId;
  private final BlockCodec codec;
  private final BlockSizes sizes;
  private final PayloadReader payloads;
  private final RecordIntake intake;

  /** What takes a record out of its envelopes: {@code RecordDecoder::decode}. */
  @FunctionalInterface
  public interface PayloadReader {
    /** The OTLP {@code TracesData} of a record, one or several. */
    List<ByteSlice> read(byte[] record) throws DecodeException;
  }

  /**
   * @param codec used by one thread at a time, and best kept for the next batch
   */
  public BatchCutter(
      Layout layout,
      Limits limits,
      String shardId,
      PayloadReader payloads,
      BlockCodec codec,
      BlockSizes sizes) {
    this(layout, limits, shardId, payloads, codec, sizes, null);
  }

  /**
   * One that redacts.
   *
   * @param redaction what is taken out of each record first; null for nothing
   */
  public BatchCutter(
      Layout layout,
      Limits limits,
      String shardId,
      PayloadReader payloads,
      BlockCodec codec,
      BlockSizes sizes,
      @Nullable Redaction redaction) {
    this.layout = layout;
    this.shardId = shardId;
    this.codec = codec;
    this.sizes = sizes;
    this.payloads = payloads;
    this.intake = new RecordIntake(layout, limits, index, resources, scopes, redaction);
  }

  /**
   * Adds a record. Its array must not change until {@link #cut()}.
   *
   * @param arrivalMillis Kinesis' approximate arrival, epoch milliseconds
   * @throws DecodeException when the record cannot be read; then nothing of it was added
   */
  public Outcome add(String sequenceNumber, long arrivalMillis, byte[] record)
      throws DecodeException {
    Outcome outcome = intake.take(sequenceNumbers.size(), payloads.read(record));
    sequenceNumbers.add(sequenceNumber);
    slices.add(layout.slice(arrivalMillis));
    return outcome;
  }

  /**
   * The blocks of all records added so far, by slice, then partition. A block holds records of
   * sequence numbers from its key's first to its last, though not necessarily all in between.
   */
  public List<Block> cut() {
    if (index.size() == 0) {
      return List.of();
    }
    long[] distinct = slices.stream().mapToLong(Long::longValue).distinct().sorted().toArray();
    int[] sliceOf = slices.stream().mapToInt(s -> Arrays.binarySearch(distinct, s)).toArray();
    boolean[] shared = shared(sliceOf, distinct.length);
    int partitions = layout.buckets() + 1; // the first is the shared one
    int[] partitionOf = new int[index.size()];
    for (int i = 0; i < partitionOf.length; i++) {
      int slice = sliceOf[index.record(i)];
      partitionOf[i] = slice * partitions + (shared[slice] ? 0 : 1 + index.bucket(i));
    }
    int[] order = order(distinct.length * partitions, partitionOf);
    int[] rank = ranks();
    BlockWriter writer = new BlockWriter(index, resources, scopes);
    List<Block> blocks = new ArrayList<>();
    int start = 0;
    while (start < order.length) {
      int where = partitionOf[order[start]];
      int end = start + 1;
      while (end < order.length && partitionOf[order[end]] == where) {
        end++;
      }
      end = writer.fit(order, start, end, sizes.maxRawBytes());
      ProtoWriter raw = writer.write(order, start, end);
      BlockKey key =
          key(distinct[where / partitions], where % partitions - 1, order, start, end, rank, raw);
      blocks.add(new Block(key, end - start, raw.size(), compress(key.partition(), raw)));
      start = end;
    }
    return blocks;
  }

  private byte[] compress(int partition, ProtoWriter raw) {
    return partition == Layout.SHARED_PARTITION && raw.size() <= TIGHT_UP_TO_BYTES
        ? codec.compressTightly(raw.array(), raw.size())
        : codec.compress(raw.array(), raw.size());
  }

  /** Of each slice, whether it is small enough for one block. */
  private boolean[] shared(int[] sliceOf, int count) {
    long[] bytes = new long[count];
    for (int i = 0; i < index.size(); i++) {
      bytes[sliceOf[index.record(i)]] += index.length(i);
    }
    boolean[] shared = new boolean[count];
    for (int i = 0; i < count; i++) {
      shared[i] = bytes[i] < sizes.sharedBelowBytes();
    }
    return shared;
  }

  /** All spans by partition, then resource, then scope, then as they came. */
  private int[] order(int partitions, int[] partitionOf) {
    int[] byScope = SpanIndex.sorted(SpanIndex.inOrder(index.size()), scopes.size(), index::scope);
    int[] byResource =
        SpanIndex.sorted(byScope, resources.size(), i -> scopes.parent(index.scope(i)));
    return SpanIndex.sorted(byResource, partitions, i -> partitionOf[i]);
  }

  /** Of each record, its place in the order of sequence numbers. */
  private int[] ranks() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sequenceNumbers.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> SequenceNumbers.compare(sequenceNumbers.get(a), sequenceNumbers.get(b)));
    int[] rank = new int[order.size()];
    for (int place = 0; place < rank.length; place++) {
      rank[order.get(place)] = place;
    }
    return rank;
  }

  private BlockKey key(
      long slice, int partition, int[] order, int from, int to, int[] rank, ProtoWriter raw) {
    int first = index.record(order[from]);
    int last = first;
    for (int i = from + 1; i < to; i++) {
      int record = index.record(order[i]);
      first = rank[record] < rank[first] ? record : first;
      last = rank[record] > rank[last] ? record : last;
    }
    String hash = Murmur3.hex128(raw.array(), 0, raw.size());
    return new BlockKey(
        slice, partition, shardId, sequenceNumbers.get(first), sequenceNumbers.get(last), hash);
  }
}
