package dev.tailspan.stores.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.SpanStream.Probe;
import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.Emulators;
import dev.tailspan.stores.FakeTime;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * What our Kinesis adapters rely on, for any endpoint that says it is Kinesis: extend it and hand
 * out the address. Makes streams of its own.
 */
public abstract class KinesisStreamsContract {
  private static final String FIRST = "shardId-000000000000";

  private final FakeTime time = new FakeTime();
  private final String name = Emulators.uniqueName("contract");
  private KinesisClient client;
  private KinesisStreams streams;
  private SpanStream stream;

  /** Where it listens. */
  protected abstract URI endpoint();

  /** The share (0 to 1) of records that PutRecords refuses from now on. */
  protected abstract void throttleRecords(double share);

  @BeforeEach
  void open() {
    AwsConnection connection = AwsConnection.toEmulators(null, null, endpoint());
    streams = KinesisStreams.connect(connection, name);
    stream = streams.spans();
    client = KinesisStreams.client(connection);
  }

  @AfterEach
  void close() {
    throttleRecords(0);
    streams.close();
    client.close();
  }

  @Test
  void anEmptyShardIsCaughtUp() {
    createStream(1);

    Probe probe = stream.probe(FIRST, "");

    assertThat(probe.caughtUp()).isTrue();
    assertThat(probe.finished()).isFalse();
    assertThat(probe.atMillis()).isPositive();
  }

  @Test
  void aShardIsCaughtUpAfterItsLastRecordOnly() {
    createStream(1);
    String first = putRecord("a");
    String second = putRecord("b");

    assertThat(stream.probe(FIRST, "").caughtUp()).isFalse();
    assertThat(stream.probe(FIRST, first).caughtUp()).isFalse();
    assertThat(stream.probe(FIRST, second).caughtUp()).isTrue();
  }

  @Test
  void theTimeOfAProbeIsNotBeforeTheLastRecordsSecond() {
    createStream(1);
    String number = putRecord("a");
    long arrival = read(FIRST).get(0).approximateArrivalTimestamp().toEpochMilli();

    assertThat(stream.probe(FIRST, number).atMillis())
        .isGreaterThanOrEqualTo(Math.floorDiv(arrival, 1000L) * 1000);
  }

  @Test
  void aSplitShardIsFinishedAfterItsLastRecordAndParentOfTwo() {
    createStream(1);
    String number = putRecord("a");
    client.splitShard(
        r -> r.streamName(name).shardToSplit(FIRST).newStartingHashKey("1" + "0".repeat(38)));
    awaitActive();

    assertThat(stream.probe(FIRST, "").finished()).isFalse();
    assertThat(stream.probe(FIRST, number)).matches(Probe::finished).matches(Probe::caughtUp);
    List<SpanStream.Shard> shards = stream.shards();
    assertThat(shards).hasSize(3);
    assertThat(shards).filteredOn(SpanStream.Shard::closed).extracting("id").containsExactly(FIRST);
    assertThat(shards)
        .filteredOn(shard -> !shard.closed())
        .allSatisfy(shard -> assertThat(shard.parentIds()).containsExactly(FIRST));
  }

  @Test
  void mergedShardsAreBothParents() {
    createStream(2);
    String second = "shardId-000000000001";
    client.mergeShards(r -> r.streamName(name).shardToMerge(FIRST).adjacentShardToMerge(second));
    awaitActive();

    assertThat(stream.shards())
        .filteredOn(shard -> !shard.closed())
        .singleElement()
        .satisfies(shard -> assertThat(shard.parentIds()).containsExactlyInAnyOrder(FIRST, second));
    assertThat(stream.probe(second, "").finished()).isTrue();
  }

  @Test
  void aShardOrStreamThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> stream.shards())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(name);
    createStream(1);
    assertThatThrownBy(() -> stream.probe("shardId-000000000099", ""))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("shardId-000000000099");
  }

  @Test
  void whatIsPutIsOnTheStreamOnce() {
    createStream(3);

    assertThat(sink().put(numbered(1_200))).isEmpty();

    assertThat(everything()).containsExactlyInAnyOrderElementsOf(texts(1_200));
  }

  @Test
  void throttledRecordsGetThereInTheEnd() {
    createStream(2);
    throttleRecords(0.3);

    assertThat(sink().put(numbered(600))).isEmpty();

    assertThat(everything()).containsExactlyInAnyOrderElementsOf(texts(600));
    assertThat(time.sleeps()).isNotEmpty();
  }

  @Test
  void recordsThatNeverGetThereAreNamed() {
    createStream(1);
    throttleRecords(1);

    assertThat(sink().put(numbered(3)))
        .extracting(KinesisRecordSink.Failure::index)
        .containsExactly(0, 1, 2);

    throttleRecords(0);
    assertThat(everything()).isEmpty();
  }

  private KinesisRecordSink sink() {
    return streams.sink(
        new Random(1), new Backoff(new Random(2), time, time, Backoff.Bounds.DEFAULT));
  }

  private void createStream(int shards) {
    client.createStream(r -> r.streamName(name).shardCount(shards));
    awaitActive();
  }

  private void awaitActive() {
    for (int i = 0; i < 200; i++) {
      if (client
              .describeStreamSummary(r -> r.streamName(name))
              .streamDescriptionSummary()
              .streamStatus()
          == StreamStatus.ACTIVE) {
        return;
      }
      pause();
    }
    throw new AssertionError("stream " + name + " does not become active");
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String putRecord(String text) {
    return client
        .putRecord(
            r ->
                r.streamName(name)
                    .partitionKey("k")
                    .data(software.amazon.awssdk.core.SdkBytes.fromUtf8String(text)))
        .sequenceNumber();
  }

  private List<String> everything() {
    return stream.shards().stream()
        .flatMap(shard -> read(shard.id()).stream())
        .map(record -> record.data().asUtf8String())
        .toList();
  }

  private List<Record> read(String shard) {
    List<Record> records = new ArrayList<>();
    String iterator =
        client
            .getShardIterator(
                r ->
                    r.streamName(name)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    for (int i = 0; i < 10 && iterator != null; i++) {
      String from = iterator;
      var answer = client.getRecords(r -> r.shardIterator(from));
      records.addAll(answer.records());
      iterator = answer.nextShardIterator();
    }
    return records;
  }

  private static List<byte[]> numbered(int count) {
    return texts(count).stream().map(String::getBytes).toList();
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "record-" + i).toList();
  }
}
