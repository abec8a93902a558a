package dev.tailspan.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

class KinesisStandInTest {
  /** The contract against a server of our own; what it adds needs our clock, faults or files. */
  abstract static class OwnServer extends KinesisContract {
    final TestClock clock = TestClock.atNow();
    KinesisStandIn server;

    KinesisOptions options() {
      return KinesisOptions.inMemory();
    }

    @Override
    URI endpoint() {
      server = KinesisStandIn.start(options().withClock(clock));
      return server.endpoint();
    }

    @Override
    void letTimePass() {
      clock.advance(Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
      server.close();
    }

    @Test
    void arrivalTimesAndTheDateHeaderAreTheClocks() throws Exception {
      create(1);
      clock.advance(Duration.ofDays(1000));
      putMany(List.of(entry("k", "x")));
      var response = kinesis.listShards(r -> r.streamName(stream)).sdkHttpResponse();
      assertThat(response.firstMatchingHeader("Date"))
          .hasValueSatisfying(
              date ->
                  assertThat(
                          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                              .toEpochSecond())
                      .isEqualTo(clock.instant().getEpochSecond()));
      assertThat(read(firstShard(), null).records().get(0).approximateArrivalTimestamp())
          .isEqualTo(clock.instant());
    }

    @Test
    void aReaderIsToldHowFarItIsBehind() {
      create(1);
      putMany(List.of(entry("k", "0"), entry("k", "1")));
      clock.advance(Duration.ofSeconds(7));
      assertThat(read(firstShard(), 1).millisBehindLatest()).isEqualTo(7000);
      assertThat(read(firstShard(), 2).millisBehindLatest()).isZero();
    }

    @Test
    void recordsExpireWithTheRetention() {
      create(1);
      putMany(List.of(entry("k", "old")));
      clock.advance(Duration.ofHours(23));
      putMany(List.of(entry("k", "new")));
      clock.advance(Duration.ofHours(2));
      assertThat(texts(read(firstShard(), null))).containsExactly("new");
    }

    @Test
    void iteratorsExpireAfterFiveMinutes() {
      create(1);
      String iterator = iterator(r -> r.shardIteratorType("LATEST"));
      clock.advance(Duration.ofMinutes(6));
      assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(iterator)))
          .isInstanceOf(ExpiredIteratorException.class);
    }

    @Test
    void aShareOfRecordsCanBeThrottled() {
      create(1);
      server.faults().throttleRecords(0.3);
      PutRecordsResponse put =
          putMany(IntStream.range(0, 500).mapToObj(n -> entry("k", "" + n)).toList());
      assertThat(put.failedRecordCount()).isBetween(100, 200);
      assertThat(server.faults().throttled()).isEqualTo(put.failedRecordCount().longValue());
      List<String> kept =
          IntStream.range(0, 500)
              .filter(n -> put.records().get(n).errorCode() == null)
              .mapToObj(n -> "" + n)
              .toList();
      assertThat(put.records())
          .filteredOn(r -> r.errorCode() != null)
          .hasSize(put.failedRecordCount())
          .allSatisfy(
              r -> {
                assertThat(r.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
                assertThat(r.errorMessage()).startsWith("Rate exceeded for shard shardId-");
                assertThat(r.sequenceNumber()).isNull();
              });
      server.faults().none();
      assertThat(texts(read(firstShard(), null))).isEqualTo(kept);
    }

    @Test
    void readsFromInsideMeetTheFaultsToo() {
      create(1);
      server.put(stream, "k", new byte[] {1});
      ShardReader reader = server.reader(stream);
      String shard = reader.shards().get(0).shardId();
      String start = reader.beforeOldest(shard);
      server.faults().slowDown(shard, Duration.ofMillis(200));
      long began = System.nanoTime();
      assertThat(reader.readAfter(shard, start, 10, 1000).records()).hasSize(1);
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(200_000_000L);
      server.faults().none();
      server.faults().throttleCalls(1);
      assertThatThrownBy(() -> reader.readAfter(shard, start, 10, 1000))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> assertThat(e.code()).isEqualTo("ProvisionedThroughputExceededException"));
      assertThat(reader.nextArrival(shard, start)).isPresent();
      server.faults().none();
      assertThat(server.faults().throttled()).isEqualTo(1);
    }

    @Test
    void callsCanBeThrottledOrFail() {
      create(1);
      server.faults().throttleCalls(1);
      assertThatThrownBy(() -> putMany(List.of(entry("k", "x"))))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      server.faults().none();
      server.faults().failCalls(1);
      assertThatThrownBy(() -> putMany(List.of(entry("k", "x"))))
          .isInstanceOfSatisfying(
              KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
      server.faults().none();
      assertThat(read(firstShard(), null).records()).isEmpty();
    }

    @Test
    void aClosedShardDisappearsWhenItsRecordsHave() {
      create(1);
      kinesis.splitShard(
          r ->
              r.streamName(stream)
                  .shardToSplit("shardId-000000000000")
                  .newStartingHashKey("9999999999999"));
      assertThat(shards()).hasSize(3);
      clock.advance(Duration.ofHours(25));
      assertThat(shards()).hasSize(2);
    }

    @Test
    void anUnknownOperationIsNamed() throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(server.endpoint())
              .header("X-Amz-Target", "Kinesis_20131202.SubscribeToShard")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("UnknownOperationException", "SubscribeToShard");
    }
  }

  @Nested
  class InMemoryOverCbor extends OwnServer {
    @Override
    boolean cbor() {
      return true;
    }

    @Test
    void aFullShardDropsItsOldestRecordsAndCountsThem() {
      server.close();
      server =
          KinesisStandIn.start(
              KinesisOptions.inMemory().withClock(clock).withShardHeapBytes(10 * 101));
      kinesis = client(server.endpoint());
      create(1);
      putMany(IntStream.range(0, 25).mapToObj(n -> entry("k", "x".repeat(100))).toList());
      assertThat(read(firstShard(), null).records()).hasSize(10);
      assertThat(server.evictedRecords()).isEqualTo(15);
    }
  }

  @Nested
  class InMemoryOverJson extends OwnServer {
    @Override
    boolean cbor() {
      return false;
    }
  }

  @Nested
  class InADataDirectory extends OwnServer {
    @TempDir Path directory;

    @Override
    boolean cbor() {
      return true;
    }

    @Override
    KinesisOptions options() {
      return KinesisOptions.durable(directory);
    }

    private void restart() {
      server.close();
      kinesis.close();
      kinesis = client(endpoint());
    }

    @Test
    void streamsShardsAndRecordsSurviveARestart() {
      create(1);
      putMany(List.of(entry("a", "parent")));
      kinesis.splitShard(
          r ->
              r.streamName(stream)
                  .shardToSplit("shardId-000000000000")
                  .newStartingHashKey("170141183460469231731687303715884105728"));
      String before = putMany(List.of(entry("a", "child"))).records().get(0).sequenceNumber();
      List<?> shards = shards();
      restart();
      assertThat(shards()).isEqualTo(shards);
      assertThat(texts(read("shardId-000000000000", null))).containsExactly("parent");
      String after = putMany(List.of(entry("a", "more"))).records().get(0).sequenceNumber();
      assertThat(after).isGreaterThan(before);
      assertThat(texts(read("shardId-000000000001", null))).containsExactly("child", "more");
    }

    @Test
    void aTornTailIsCutAndTheShardGoesOn() throws Exception {
      create(1);
      putMany(List.of(entry("a", "one"), entry("a", "two")));
      server.close();
      Path log = onlyLog();
      Files.write(log, new byte[] {0, 0, 0, 99, 1, 2, 3}, StandardOpenOption.APPEND);
      restart();
      assertThat(texts(read(firstShard(), null))).containsExactly("one", "two");
      putMany(List.of(entry("a", "three")));
      restart();
      assertThat(texts(read(firstShard(), null))).containsExactly("one", "two", "three");
    }

    @Test
    void aFrameWhoseChecksumDoesNotMatchIsNotGivenOut() throws Exception {
      create(1);
      putMany(List.of(entry("a", "one"), entry("a", "two")));
      server.close();
      Path log = onlyLog();
      byte[] bytes = Files.readAllBytes(log);
      bytes[bytes.length - 1] ^= 1;
      Files.write(log, bytes);
      restart();
      assertThat(texts(read(firstShard(), null))).containsExactly("one");
      assertThat(log.resolveSibling(log.getFileName() + ".torn")).exists();
    }

    private Path onlyLog() throws Exception {
      try (Stream<Path> files = Files.walk(directory)) {
        return files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
      }
    }
  }
}
