package dev.tailspan.local.kinesis;

import dev.tailspan.local.net.LoopbackServer;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;

/**
 * A Kinesis Data Streams endpoint in this process. Any credentials and any region are taken.
 *
 * <p>Operations, limits and error texts follow the Kinesis API reference (2013-12-02) and what the
 * service answers. Not modelled: the rate limits of a shard (see {@link Faults} for throttling),
 * enhanced fan-out, tags, encryption, on-demand mode, UpdateShardCount.
 */
public final class KinesisStandIn implements AutoCloseable {
  // Well over the 10 MiB of a PutRecords call, which base64 makes 14.
  private static final int REQUEST_LIMIT = 32 << 20;

  private final Streams streams;
  private final Faults faults = new Faults(42);
  private final LoopbackServer server;

  private KinesisStandIn(KinesisOptions options) {
    streams = new Streams(options);
    server =
        LoopbackServer.start(
            options.port(),
            "kinesis",
            REQUEST_LIMIT,
            options.clock(),
            new KinesisHandler(streams, faults));
  }

  /**
   * Replays the data directory, if any, and listens.
   *
   * @throws java.io.UncheckedIOException naming the damaged file or the port in use
   */
  public static KinesisStandIn start(KinesisOptions options) {
    return new KinesisStandIn(options);
  }

  /** {@code http://127.0.0.1:port}. */
  public URI endpoint() {
    return server.uri();
  }

  public Faults faults() {
    return faults;
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

  /** Puts a record without HTTP and returns its sequence number. */
  public String put(String stream, String partitionKey, byte[] data) {
    Entry entry = new Entry(partitionKey, HashRange.keyOf(partitionKey), data.clone());
    return streams.stream(stream).put(List.of(entry), streams.nowMillis()).get(0).sequenceNumber();
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

  /** Reads a stream without HTTP. The stream need not exist yet. */
  public ShardReader reader(String stream) {
    return new ShardReader(streams, stream);
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
    server.close();
    streams.close();
  }
}
