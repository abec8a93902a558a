package dev.tailspan.local.kinesis;

import dev.tailspan.local.net.LoopbackServer;
import java.net.URI;

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

  private final InProcessStreams inProcess;
  private final Faults faults = new Faults(42);
  private final LoopbackServer server;

  private KinesisStandIn(KinesisOptions options) {
    Streams streams = new Streams(options);
    inProcess = new InProcessStreams(streams);
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

  /** As {@link InProcessStreams#ensureStream}. */
  public void ensureStream(String name, int shardCount) {
    inProcess.ensureStream(name, shardCount);
  }

  /** As {@link InProcessStreams#put(String, String, byte[])}. */
  public String put(String stream, String partitionKey, byte[] data) {
    return inProcess.put(stream, partitionKey, data);
  }

  /** As {@link InProcessStreams#split}. */
  public void split(String stream, String shardId) {
    inProcess.split(stream, shardId);
  }

  /** As {@link InProcessStreams#merge}. */
  public void merge(String stream, String lower, String upper) {
    inProcess.merge(stream, lower, upper);
  }

  /** As {@link InProcessStreams#reader}, but reads meet the {@link Faults} too. */
  public ShardReader reader(String stream) {
    return inProcess.reader(stream, faults);
  }

  /** As {@link InProcessStreams#evictedRecords}. */
  public long evictedRecords() {
    return inProcess.evictedRecords();
  }

  @Override
  public void close() {
    server.close();
    inProcess.close();
  }
}
