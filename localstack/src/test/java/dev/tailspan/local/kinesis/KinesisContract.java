package dev.tailspan.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** What any Kinesis endpoint must do, seen through the AWS SDK. */
abstract class KinesisContract {
  /** The endpoint to test; called once before each test. */
  abstract URI endpoint() throws Exception;

  /** Whether the SDK shall speak CBOR, as it does by default, or JSON. */
  abstract boolean cbor();

  /** Lets a few milliseconds pass on the endpoint's clock. */
  void letTimePass() throws InterruptedException {
    Thread.sleep(20);
  }

  KinesisClient kinesis;
  String stream;

  @BeforeEach
  void connect() throws Exception {
    System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor()));
    kinesis = client(endpoint());
    stream = "spans-" + UUID.randomUUID();
  }

  static KinesisClient client(URI endpoint) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  @AfterEach
  void disconnect() {
    System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    kinesis.close();
  }

  @Test
  void aNewStreamIsDescribedAndListed() {
    create(3);
    StreamDescription description =
        kinesis.describeStream(r -> r.streamName(stream)).streamDescription();
    assertThat(description.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
    assertThat(description.shards()).hasSize(3);
    assertThat(description.shards().get(0).hashKeyRange().startingHashKey()).isEqualTo("0");
    assertThat(description.shards().get(2).hashKeyRange().endingHashKey())
        .isEqualTo(BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString());
    assertThat(description.retentionPeriodHours()).isEqualTo(24);
    assertThat(description.streamCreationTimestamp())
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(
            kinesis
                .describeStreamSummary(r -> r.streamARN(description.streamARN()))
                .streamDescriptionSummary()
                .openShardCount())
        .isEqualTo(3);
    assertThat(kinesis.listStreamsPaginator().streamNames().stream()).contains(stream);
  }

  @Test
  void aStreamCannotBeMadeTwice() {
    create(1);
    assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName(stream).shardCount(1)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void aDeletedStreamIsGone() {
    create(1);
    kinesis.deleteStream(r -> r.streamName(stream));
    kinesis.waiter().waitUntilStreamNotExists(r -> r.streamName(stream));
    assertThatThrownBy(() -> kinesis.listShards(r -> r.streamName(stream)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(stream);
  }

  @Test
  void aRecordComesBackByteForByte() {
    create(1);
    byte[] data = new byte[256];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    PutRecordResponse put =
        kinesis.putRecord(
            r -> r.streamName(stream).partitionKey("ключ").data(SdkBytes.fromByteArray(data)));
    GetRecordsResponse got = read(firstShard(), null);
    assertThat(got.records()).hasSize(1);
    assertThat(got.records().get(0).data().asByteArray()).isEqualTo(data);
    assertThat(got.records().get(0).partitionKey()).isEqualTo("ключ");
    assertThat(got.records().get(0).sequenceNumber()).isEqualTo(put.sequenceNumber());
    assertThat(got.records().get(0).approximateArrivalTimestamp())
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(got.millisBehindLatest()).isZero();
  }

  @Test
  void sequenceNumbersRiseWithinAShard() {
    create(1);
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      putMany(IntStream.range(0, 20).mapToObj(n -> entry("k" + n, "x")).toList()).records().stream()
          .map(r -> new BigInteger(r.sequenceNumber()))
          .forEach(numbers::add);
    }
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(read(firstShard(), null).records())
        .extracting(r -> new BigInteger(r.sequenceNumber()))
        .isEqualTo(numbers);
  }

  @Test
  void thePartitionKeysMd5PicksTheShard() {
    create(2);
    // md5("a") = 0cc1..., md5("b") = 92eb...
    List<PutRecordsResultEntry> put = putMany(List.of(entry("a", "1"), entry("b", "2"))).records();
    assertThat(put.get(0).shardId()).isEqualTo("shardId-000000000000");
    assertThat(put.get(1).shardId()).isEqualTo("shardId-000000000001");
  }

  @Test
  void anExplicitHashKeyOverridesThePartitionKey() {
    create(2);
    String top = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE).toString();
    assertThat(
            kinesis
                .putRecord(
                    r ->
                        r.streamName(stream)
                            .partitionKey("a")
                            .explicitHashKey(top)
                            .data(SdkBytes.fromUtf8String("x")))
                .shardId())
        .isEqualTo("shardId-000000000001");
    assertThatThrownBy(
            () ->
                kinesis.putRecord(
                    r ->
                        r.streamName(stream)
                            .partitionKey("a")
                            .explicitHashKey("340282366920938463463374607431768211456")
                            .data(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ExplicitHashKey");
  }

  @Test
  void aRecordOverOneMebibyteIsRefused() {
    create(1);
    assertThatThrownBy(
            () ->
                kinesis.putRecord(
                    r ->
                        r.streamName(stream)
                            .partitionKey("k")
                            .data(SdkBytes.fromByteArray(new byte[(1 << 20) + 1]))))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("less than or equal to 1048576");
    byte[] most = new byte[(1 << 20) - 1];
    assertThat(
            kinesis.putRecord(
                r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromByteArray(most))))
        .isNotNull();
  }

  @Test
  void moreThanFiveHundredRecordsAreRefused() {
    create(1);
    List<PutRecordsRequestEntry> tooMany =
        IntStream.range(0, 501).mapToObj(n -> entry("k", "x")).toList();
    assertThatThrownBy(() -> putMany(tooMany))
        .isInstanceOf(KinesisException.class)
        .hasMessageContaining("less than or equal to 500");
    assertThat(putMany(tooMany.subList(0, 500)).failedRecordCount()).isZero();
  }

  @Test
  void anUnknownStreamIsNamed() {
    assertThatThrownBy(() -> putMany(List.of(entry("k", "x"))))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Stream " + stream);
  }

  @Test
  void anUnknownShardIsNamed() {
    create(1);
    assertThatThrownBy(() -> read("shardId-000000000007", null))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("shardId-000000000007");
  }

  @Test
  void aForeignIteratorIsRefused() {
    create(1);
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator("nonsense")))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"})
  void iteratorsStartAtOrAfterASequenceNumber(String type) {
    create(1);
    List<PutRecordsResultEntry> put =
        putMany(List.of(entry("k", "0"), entry("k", "1"), entry("k", "2"))).records();
    String iterator =
        iterator(
            r -> r.shardIteratorType(type).startingSequenceNumber(put.get(1).sequenceNumber()));
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(iterator))))
        .isEqualTo(type.startsWith("AT") ? List.of("1", "2") : List.of("2"));
  }

  @Test
  void aLatestIteratorSeesOnlyWhatComesAfterIt() {
    create(1);
    putMany(List.of(entry("k", "before")));
    String iterator = iterator(r -> r.shardIteratorType(ShardIteratorType.LATEST));
    GetRecordsResponse none = kinesis.getRecords(r -> r.shardIterator(iterator));
    assertThat(none.records()).isEmpty();
    assertThat(none.millisBehindLatest()).isZero();
    putMany(List.of(entry("k", "after")));
    assertThat(texts(kinesis.getRecords(r -> r.shardIterator(none.nextShardIterator()))))
        .containsExactly("after");
  }

  @Test
  void anIteratorAtATimeStartsWithTheFirstRecordThen() throws Exception {
    create(1);
    putMany(List.of(entry("k", "0")));
    letTimePass();
    putMany(List.of(entry("k", "1"), entry("k", "2")));
    Instant second = read(firstShard(), null).records().get(1).approximateArrivalTimestamp();
    assertThat(
            texts(
                kinesis.getRecords(
                    r ->
                        r.shardIterator(
                            iterator(
                                i ->
                                    i.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                        .timestamp(second))))))
        .containsExactly("1", "2");
    String future =
        iterator(
            i ->
                i.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                    .timestamp(second.plusSeconds(1)));
    assertThat(kinesis.getRecords(r -> r.shardIterator(future)).records()).isEmpty();
  }

  @Test
  void recordsArePagedByTheLimit() {
    create(1);
    putMany(IntStream.range(0, 25).mapToObj(n -> entry("k", "" + n)).toList());
    List<String> seen = new ArrayList<>();
    String iterator = iterator(r -> r.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
    for (int page = 0; page < 3; page++) {
      String at = iterator;
      GetRecordsResponse got = kinesis.getRecords(r -> r.shardIterator(at).limit(10));
      assertThat(got.records()).hasSize(page < 2 ? 10 : 5);
      seen.addAll(texts(got));
      iterator = got.nextShardIterator();
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 25).mapToObj(n -> "" + n).toList());
  }

  @Test
  void anAnswerHoldsAtMostTenMebibytes() {
    create(1);
    byte[] big = new byte[900_000];
    for (int i = 0; i < 14; i++) {
      kinesis.putRecord(
          r -> r.streamName(stream).partitionKey("k").data(SdkBytes.fromByteArray(big)));
    }
    GetRecordsResponse first = read(firstShard(), null);
    long bytes = first.records().stream().mapToLong(r -> r.data().asByteArrayUnsafe().length).sum();
    assertThat(bytes).isLessThanOrEqualTo(10 << 20);
    assertThat(first.records()).hasSizeBetween(1, 13);
    int rest = kinesis.getRecords(r -> r.shardIterator(first.nextShardIterator())).records().size();
    assertThat(first.records().size() + rest).isEqualTo(14);
  }

  @Test
  void shardsArePaged() {
    create(5);
    ListShardsResponse page = kinesis.listShards(r -> r.streamName(stream).maxResults(2));
    List<String> ids = new ArrayList<>();
    while (true) {
      page.shards().forEach(shard -> ids.add(shard.shardId()));
      String token = page.nextToken();
      if (token == null) {
        break;
      }
      page = kinesis.listShards(r -> r.nextToken(token).maxResults(2));
    }
    assertThat(ids).hasSize(5).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aSplitClosesTheParentAndNamesTheChildren() {
    create(1);
    putMany(List.of(entry("a", "old")));
    kinesis.splitShard(
        r ->
            r.streamName(stream)
                .shardToSplit("shardId-000000000000")
                .newStartingHashKey(BigInteger.ONE.shiftLeft(127).toString()));
    kinesis.waiter().waitUntilStreamExists(r -> r.streamName(stream));
    List<Shard> shards = shards();
    assertThat(shards).hasSize(3);
    Shard parent = shards.get(0);
    assertThat(parent.sequenceNumberRange().endingSequenceNumber()).isNotNull();
    assertThat(shards.subList(1, 3))
        .allSatisfy(child -> assertThat(child.parentShardId()).isEqualTo(parent.shardId()));

    PutRecordsResponse put = putMany(List.of(entry("a", "low"), entry("b", "high")));
    assertThat(put.records())
        .extracting(PutRecordsResultEntry::shardId)
        .containsExactly("shardId-000000000001", "shardId-000000000002");

    GetRecordsResponse last = read(parent.shardId(), null);
    assertThat(texts(last)).containsExactly("old");
    if (last.nextShardIterator() != null) {
      String at = last.nextShardIterator();
      last = kinesis.getRecords(r -> r.shardIterator(at));
    }
    assertThat(last.nextShardIterator()).isNull();
    assertThat(last.childShards())
        .extracting(ChildShard::shardId)
        .containsExactlyInAnyOrder("shardId-000000000001", "shardId-000000000002");
    assertThat(new BigInteger(put.records().get(0).sequenceNumber()))
        .isGreaterThan(new BigInteger(parent.sequenceNumberRange().endingSequenceNumber()));
  }

  @Test
  void aMergeHasTwoParents() {
    create(2);
    putMany(List.of(entry("a", "1"), entry("b", "2")));
    kinesis.mergeShards(
        r ->
            r.streamName(stream)
                .shardToMerge("shardId-000000000000")
                .adjacentShardToMerge("shardId-000000000001"));
    kinesis.waiter().waitUntilStreamExists(r -> r.streamName(stream));
    Shard child = shards().get(2);
    assertThat(List.of(child.parentShardId(), child.adjacentParentShardId()))
        .containsExactlyInAnyOrder("shardId-000000000000", "shardId-000000000001");
    assertThat(putMany(List.of(entry("b", "3"))).records().get(0).shardId())
        .isEqualTo(child.shardId());
    assertThat(texts(read("shardId-000000000001", null))).containsExactly("2");
  }

  @Test
  void onlyOpenAdjacentShardsMerge() {
    create(3);
    assertThatThrownBy(
            () ->
                kinesis.mergeShards(
                    r ->
                        r.streamName(stream)
                            .shardToMerge("shardId-000000000000")
                            .adjacentShardToMerge("shardId-000000000002")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("adjacent");
  }

  @Test
  void aSplitOutsideTheRangeIsRefused() {
    create(2);
    assertThatThrownBy(
            () ->
                kinesis.splitShard(
                    r ->
                        r.streamName(stream)
                            .shardToSplit("shardId-000000000001")
                            .newStartingHashKey("5")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("NewStartingHashKey");
  }

  void create(int shardCount) {
    kinesis.createStream(r -> r.streamName(stream).shardCount(shardCount));
    kinesis.waiter().waitUntilStreamExists(r -> r.streamName(stream));
  }

  PutRecordsResponse putMany(List<PutRecordsRequestEntry> entries) {
    return kinesis.putRecords(r -> r.streamName(stream).records(entries));
  }

  static PutRecordsRequestEntry entry(String key, String text) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromUtf8String(text))
        .build();
  }

  List<Shard> shards() {
    return kinesis.listShards(r -> r.streamName(stream)).shards();
  }

  String firstShard() {
    return shards().get(0).shardId();
  }

  String iterator(Consumer<GetShardIteratorRequest.Builder> how) {
    GetShardIteratorRequest.Builder request =
        GetShardIteratorRequest.builder().streamName(stream).shardId(firstShard());
    how.accept(request);
    return kinesis.getShardIterator(request.build()).shardIterator();
  }

  GetRecordsResponse read(String shardId, Integer limit) {
    String iterator =
        kinesis
            .getShardIterator(
                r ->
                    r.streamName(stream)
                        .shardId(shardId)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(r -> r.shardIterator(iterator).limit(limit));
  }

  static List<String> texts(GetRecordsResponse response) {
    return response.records().stream().map(r -> r.data().asUtf8String()).toList();
  }
}
