package dev.tailspan.local.kinesis;

import java.math.BigInteger;
import java.util.List;

/** The streams of a stand-in from inside the process, without HTTP. Thread-safe. */
public final class InProcessStreams implements AutoCloseable {
  private final Streams streams;

  /** Streams that no endpoint serves. */
  public InProcessStreams(KinesisOptions options) {
    this(new Streams(options));
  }

  InProcessStreams(Streams streams) {
    this.streams = streams;
  }

  /** Makes a stream unless it is there already, with whatever shards it has. */
  public void ensureStream(String name, int shardCount) {
    try {
      streams.create(name, shardCount);
    } catch (ApiException e) {
      if (!e.code().equals("ResourceInUseException")) {
        throw e;
      }
    }
  }

  /** Puts a record and returns its sequence number. */
  public String put(String stream, String partitionKey, byte[] data) {
    return put(stream, partitionKey, data, streams.nowMillis()).sequenceNumber();
  }

  /**
   * Where a record went.
   *
   * @param sequenceNumber as Kinesis gives it to the publisher
   */
  public record Put(String shardId, String sequenceNumber) {}

  /**
   * Puts a record that arrives at another time than the clock says: a shard's arrival times may
   * step back a little.
   *
   * @param arrivalMillis epoch milliseconds
   */
  public Put put(String stream, String partitionKey, byte[] data, long arrivalMillis) {
    Entry entry = new Entry(partitionKey, HashRange.keyOf(partitionKey), data.clone());
    DataStream.Placed placed = streams.stream(stream).put(List.of(entry), arrivalMillis).get(0);
    return new Put(placed.shard().id(), placed.sequenceNumber());
  }

  /** Splits a shard in the middle of its hash keys. */
  public void split(String stream, String shardId) {
    DataStream found = streams.stream(stream);
    HashRange range = found.shard(shardId).range();
    BigInteger middle = range.start().add(range.end()).shiftRight(1);
    HashRange low = new HashRange(range.start(), middle);
    HashRange high = new HashRange(middle.add(BigInteger.ONE), range.end());
    streams.reshard(found, List.of(found.shard(shardId)), List.of(low, high));
  }

  /** Merges two adjacent shards, the one with the lower hash keys first. */
  public void merge(String stream, String lower, String upper) {
    DataStream found = streams.stream(stream);
    Shard low = found.shard(lower);
    Shard high = found.shard(upper);
    if (!low.range().touches(high.range())) {
      throw ApiException.invalid("Shards " + lower + " and " + upper + " are not adjacent");
    }
    HashRange merged = new HashRange(low.range().start(), high.range().end());
    streams.reshard(found, List.of(low, high), List.of(merged));
  }

  /** Whether two open shards can be merged, the one with the lower hash keys first. */
  public boolean areAdjacent(String stream, String lower, String upper) {
    DataStream found = streams.stream(stream);
    return found.shard(lower).range().touches(found.shard(upper).range());
  }

  /** Reads a stream. The stream need not exist yet. */
  public ShardReader reader(String stream) {
    return new ShardReader(streams, stream, null);
  }

  ShardReader reader(String stream, Faults faults) {
    return new ShardReader(streams, stream, faults);
  }

  /**
   * Records dropped from full shards on the heap before their retention was over; 0 with a data
   * directory.
   */
  public long evictedRecords() {
    return streams.evicted();
  }

  @Override
  public void close() {
    streams.close();
  }
}
