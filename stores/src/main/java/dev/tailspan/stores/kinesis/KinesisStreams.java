package dev.tailspan.stores.kinesis;

import dev.tailspan.storage.SpanStream;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.client.SdkClients;
import java.time.Duration;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** One Kinesis stream: to ask it, and to put records on it. */
public final class KinesisStreams implements AutoCloseable {
  /** Partition keys of records in which the functions trace themselves begin with it. */
  public static final String OWN_KEYS = "tailspan-own-";

  /** Shorter than API Gateway's 29 seconds together with the sink's own attempts. */
  private static final SdkClients.Bounds BOUNDS =
      new SdkClients.Bounds(3, Duration.ofSeconds(8), Duration.ofSeconds(5));

  private final KinesisClient client;
  private final String stream;

  private KinesisStreams(KinesisClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  /** The stream of this name. */
  public static KinesisStreams connect(AwsConnection connection, String stream) {
    return over(client(connection), stream);
  }

  /** The stream of this name, over a client of the caller's. */
  public static KinesisStreams over(KinesisClient client, String stream) {
    return new KinesisStreams(client, stream);
  }

  /** One that makes a single attempt, of a second at most. */
  public static KinesisStreams connectAtOnce(AwsConnection connection, String stream) {
    return new KinesisStreams(client(connection, SdkClients.Bounds.AT_ONCE), stream);
  }

  static KinesisClient client(AwsConnection connection) {
    return client(connection, BOUNDS);
  }

  private static KinesisClient client(AwsConnection connection, SdkClients.Bounds bounds) {
    return SdkClients.configure(KinesisClient.builder(), connection, connection.kinesis(), bounds)
        .build();
  }

  public SpanStream spans() {
    return new KinesisSpanStream(client, stream);
  }

  /**
   * Puts records on the stream.
   *
   * @param random makes partition keys; seeded anew after a SnapStart restore
   * @param backoff between attempts to put what Kinesis refused
   */
  public KinesisRecordSink sink(RandomGenerator random, Backoff backoff) {
    return new KinesisRecordSink(client, stream, "", random, backoff);
  }

  /** A sink as {@link #sink}, of records in which a function traces itself. */
  public KinesisRecordSink ownSink(RandomGenerator random, Backoff backoff) {
    return new KinesisRecordSink(client, stream, OWN_KEYS, random, backoff);
  }

  @Override
  public void close() {
    client.close();
  }
}
