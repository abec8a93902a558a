package dev.tailspan.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream from inside the process, without iterators or HTTP, as the event source mapping's
 * poller does. Thread-safe.
 */
public final class ShardReader {
  private final Streams streams;
  private final String name;
  private final @Nullable Faults faults;

  /**
   * @param faults what reads may meet
   */
  ShardReader(Streams streams, String name, @Nullable Faults faults) {
    this.streams = streams;
    this.name = name;
    this.faults = faults;
  }

  /**
   * A shard and the shards it came from.
   *
   * @param parents none, one (split) or two (merge); they may have expired
   * @param closed whether no record will be added any more
   */
  public record ShardView(String shardId, List<String> parents, boolean closed) {
    public ShardView {
      parents = List.copyOf(parents);
    }
  }

  /** A record as GetRecords gives it. The data is not copied: do not write to it. */
  public record RecordView(
      String sequenceNumber, Instant approximateArrival, String partitionKey, byte[] data) {}

  /**
   * Records in order.
   *
   * @param ended the shard is closed and these were its last records
   */
  public record PageView(List<RecordView> records, boolean ended) {}

  public String streamArn() {
    return streams.arn(name);
  }

  public List<ShardView> shards() {
    List<ShardView> views = new ArrayList<>();
    for (Shard shard : streams.stream(name).shards()) {
      Shard.Spec spec = shard.spec();
      List<String> parents = new ArrayList<>();
      if (spec.parent() != null) {
        parents.add(spec.parent());
      }
      if (spec.adjacent() != null) {
        parents.add(spec.adjacent());
      }
      views.add(new ShardView(shard.id(), parents, spec.closedAtMillis() != 0));
    }
    return views;
  }

  /** The sequence number before the shard's oldest record: reading after it gives all. */
  public String beforeOldest(String shardId) {
    return streams.stream(name).shard(shardId).startingSequenceNumber();
  }

  /** The sequence number of the shard's newest record so far: reading after it gives new ones. */
  public String newest(String shardId) {
    Shard shard = streams.stream(name).shard(shardId);
    return shard.sequenceNumbers().of(shard.next() - 1);
  }

  /** Up to {@code limit} records and {@code maxBytes} after the given sequence number. */
  public PageView readAfter(String shardId, String sequenceNumber, int limit, long maxBytes) {
    if (faults != null) {
      faults.beforeRead(shardId);
    }
    return page(shardId, sequenceNumber, limit, maxBytes);
  }

  /** When the first record after the given sequence number arrived; meets no fault. */
  public Optional<Instant> nextArrival(String shardId, String sequenceNumber) {
    return page(shardId, sequenceNumber, 1, 1).records().stream()
        .findFirst()
        .map(RecordView::approximateArrival);
  }

  private PageView page(String shardId, String sequenceNumber, int limit, long maxBytes) {
    DataStream stream = streams.stream(name);
    Shard shard = stream.shard(shardId);
    long now = streams.nowMillis();
    shard.trimBefore(now - stream.retention().toMillis());
    long after = shard.sequenceNumbers().number("SequenceNumber", shardId, sequenceNumber);
    Shard.Page page = shard.read(after + 1, limit, maxBytes, now);
    List<RecordView> views = new ArrayList<>(page.records().size());
    for (StoredRecord record : page.records()) {
      views.add(
          new RecordView(
              shard.sequenceNumbers().of(record.number()),
              Instant.ofEpochMilli(record.arrivalMillis()),
              record.partitionKey(),
              record.data()));
    }
    return new PageView(views, page.ended());
  }
}
