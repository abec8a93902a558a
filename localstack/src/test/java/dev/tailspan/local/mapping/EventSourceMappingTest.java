package dev.tailspan.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.kinesis.KinesisOptions;
import dev.tailspan.local.kinesis.KinesisStandIn;
import dev.tailspan.local.kinesis.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourceMappingTest {
  private static final String SHARD = "shardId-000000000000";

  private final TestClock clock = TestClock.at(Instant.parse("2026-11-24T10:00:00.123Z"));
  private final ScriptedFunction function = new ScriptedFunction();
  private final Map<String, JsonNode> givenUp = new LinkedHashMap<>();
  private KinesisStandIn kinesis;
  private MappingSettings settings = MappingSettings.defaults("arn:function").withBatchSize(10);
  private Checkpoints checkpoints = Checkpoints.inMemory();
  private EventSourceMapping mapping;

  @BeforeEach
  void stream() {
    kinesis = KinesisStandIn.start(KinesisOptions.inMemory().withClock(clock));
    kinesis.ensureStream("spans", 1);
  }

  @AfterEach
  void close() {
    kinesis.close();
  }

  @Test
  void theEventIsTheOneLambdaGives() throws Exception {
    String sequenceNumber = put("héllo").get(0);
    run(1);
    JsonNode record = new ObjectMapper().readTree(function.events.get(0)).path("Records").get(0);
    assertThat(record)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"key",
                      "sequenceNumber":"%1$s","data":"aMOpbGxv",
                      "approximateArrivalTimestamp":1795514400.123},
                     "eventSource":"aws:kinesis","eventVersion":"1.0",
                     "eventID":"shardId-000000000000:%1$s","eventName":"aws:kinesis:record",
                     "invokeIdentityArn":"arn:aws:iam::000000000000:role/tailspan-local",
                     "awsRegion":"us-east-1",
                     "eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/spans"}"""
                        .formatted(sequenceNumber)));
  }

  @Test
  void batchesHoldAtMostTheBatchSizeInOrder() throws Exception {
    put(texts(0, 25));
    run(4);
    assertThat(function.batches).containsExactly(texts(0, 10), texts(10, 20), texts(20, 25));
    assertThat(mapping.counts()).isEqualTo(new Counts(3, 25, 0, 0, 0));
    assertThat(mapping.caughtUp()).isTrue();
  }

  @Test
  void batchesHoldAtMostSixMegabytesOfBase64() throws Exception {
    settings = settings.withBatchSize(100);
    String megabyte = "x".repeat(1_000_000);
    put(IntStream.range(0, 7).mapToObj(n -> n + megabyte).toList());
    run(3);
    assertThat(function.batches.stream().map(List::size)).containsExactly(4, 3);
    assertThat(function.events).allSatisfy(e -> assertThat(e.length).isLessThan(6 << 20));
    List<String> firsts = new ArrayList<>();
    function.batches.forEach(batch -> batch.forEach(text -> firsts.add(text.substring(0, 1))));
    assertThat(firsts).isEqualTo(texts(0, 7));
  }

  @Test
  void aWindowGathersRecordsUntilItIsOver() throws Exception {
    settings = settings.withBatchingWindow(Duration.ofSeconds(5));
    put("0");
    run(1);
    clock.advance(Duration.ofSeconds(4));
    put("1");
    run(2);
    assertThat(function.batches).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    run(1);
    assertThat(function.batches).containsExactly(texts(0, 2));
  }

  @Test
  void theIteratorsAgeIsThatOfTheOldestRecordThatIsNotDone() throws Exception {
    function.thenThrow();
    put("0");
    clock.advance(Duration.ofSeconds(3));
    put("1");
    clock.advance(Duration.ofSeconds(1));
    run(1);
    assertThat(mapping.iteratorAge()).isEqualTo(Duration.ofSeconds(4));
    run(2);
    assertThat(mapping.iteratorAge()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aFullBatchDoesNotWaitForItsWindow() throws Exception {
    settings = settings.withBatchingWindow(Duration.ofSeconds(5));
    put(texts(0, 12));
    run(3);
    assertThat(function.batches).containsExactly(texts(0, 10));
  }

  @Test
  void aFailedBatchComesAgainAsItWas() throws Exception {
    function.thenThrow();
    function.thenThrow();
    put(texts(0, 3));
    run(1);
    put("3");
    run(3);
    assertThat(function.batches)
        .containsExactly(texts(0, 3), texts(0, 3), texts(0, 3), List.of("3"));
    assertThat(mapping.counts()).isEqualTo(new Counts(4, 4, 2, 2, 0));
  }

  @Test
  void everythingFromTheLowestReportedRecordComesAgain() throws Exception {
    function.thenReport(7, 4);
    put(texts(0, 10));
    run(2);
    assertThat(function.batches).containsExactly(texts(0, 10), texts(4, 10));
    assertThat(mapping.counts()).isEqualTo(new Counts(2, 10, 1, 1, 0));
  }

  @Test
  void newRecordsJoinWhatIsLeftOfABatch() throws Exception {
    function.thenReport(6);
    put(texts(0, 10));
    run(1);
    put(texts(10, 30));
    run(2);
    assertThat(function.batches).containsExactly(texts(0, 10), texts(6, 16), texts(16, 26));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"4711\"}]}",
        "{\"batchItemFailures\":[{\"badKey\":\"4711\"}]}",
        "{\"batchItemFailures\":["
      })
  void anUnknownIdentifierFailsTheWholeBatch(String answer) throws Exception {
    function.thenAnswer(answer);
    put(texts(0, 3));
    run(2);
    assertThat(function.batches).containsExactly(texts(0, 3), texts(0, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "{\"batchItemFailures\":null}", "\"done\""})
  void anAnswerWithoutFailuresIsSuccess(String answer) throws Exception {
    function.thenAnswer(answer);
    put(texts(0, 3));
    run(2);
    assertThat(function.batches).containsExactly(texts(0, 3));
    assertThat(mapping.counts().records()).isEqualTo(3);
  }

  @Test
  void reportsAreIgnoredUnlessTheMappingAsksForThem() throws Exception {
    settings = settings.withReportBatchItemFailures(false);
    function.thenReport(0);
    put(texts(0, 3));
    run(2);
    assertThat(function.batches).containsExactly(texts(0, 3));
  }

  @Test
  void bisectingIsolatesAPoisonRecord() throws Exception {
    settings = settings.withRetries(true, 0, null);
    function.choke("5"::equals);
    put(texts(0, 8));
    run(12);
    assertThat(function.batches)
        .containsExactly(
            texts(0, 8),
            texts(0, 4),
            texts(4, 8),
            texts(4, 6),
            texts(4, 5),
            texts(5, 6),
            texts(6, 8));
    assertThat(givenUp).hasSize(1);
    assertThat(
            givenUp.values().iterator().next().path("KinesisBatchInfo").path("batchSize").asInt())
        .isEqualTo(1);
    assertThat(mapping.counts().records()).isEqualTo(7);
    assertThat(mapping.counts().givenUp()).isEqualTo(1);
    assertThat(mapping.caughtUp()).isTrue();
  }

  @Test
  void aReportWithinAHalfDoesNotLetNewRecordsIntoIt() throws Exception {
    settings = settings.withRetries(true, -1, null);
    function.thenThrow();
    function.thenReport(1);
    put(texts(0, 8));
    run(1);
    put(texts(8, 12));
    run(4);
    assertThat(function.batches)
        .containsExactly(texts(0, 8), texts(0, 4), texts(1, 4), texts(4, 8), texts(8, 12));
  }

  @Test
  void aBatchIsGivenUpAfterItsRetriesWithAllOfItsRecords() throws Exception {
    settings = settings.withRetries(false, 2, null);
    function.choke("1"::equals);
    List<String> numbers = put(texts(0, 3));
    run(3);
    put("3");
    run(2);
    assertThat(function.batches)
        .containsExactly(texts(0, 3), texts(0, 3), texts(0, 3), List.of("3"));
    assertThat(mapping.counts().givenUp()).isEqualTo(3);
    Map.Entry<String, JsonNode> kept = givenUp.entrySet().iterator().next();
    assertThat(kept.getKey())
        .matches(
            "aws/lambda/[0-9-]+/shardId-000000000000/2026/11/24/2026-11-24T10\\.00\\.00-[0-9a-f-]{36}");
    JsonNode json = kept.getValue();
    assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(json.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(json.at("/requestContext/functionArn").asText()).isEqualTo("arn:function");
    assertThat(json.at("/KinesisBatchInfo/shardId").asText()).isEqualTo(SHARD);
    assertThat(json.at("/KinesisBatchInfo/startSequenceNumber").asText()).isEqualTo(numbers.get(0));
    assertThat(json.at("/KinesisBatchInfo/endSequenceNumber").asText()).isEqualTo(numbers.get(2));
    assertThat(json.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(3);
    assertThat(json.path("timestamp").asText()).isEqualTo("2026-11-24T10:00:00.123Z");
    assertThat(json.path("payload").asText().getBytes(StandardCharsets.UTF_8))
        .isEqualTo(function.events.get(0));
  }

  @Test
  void progressGivesTheNextFailingRecordItsOwnRetries() throws Exception {
    settings = settings.withRetries(false, 1, null);
    function.thenThrow();
    function.thenReport(1);
    function.thenThrow();
    put(texts(0, 3));
    run(4);
    assertThat(function.batches)
        .containsExactly(texts(0, 3), texts(0, 3), texts(1, 3), texts(1, 3));
    assertThat(mapping.counts().givenUp()).isZero();
  }

  @Test
  void recordsThatAreTooOldAreGivenUpAndYoungerOnesGoOn() throws Exception {
    settings = settings.withRetries(false, -1, Duration.ofMinutes(1));
    put(texts(0, 2));
    clock.advance(Duration.ofSeconds(61));
    put(texts(2, 4));
    run(3);
    assertThat(function.batches).containsExactly(texts(2, 4));
    JsonNode json = givenUp.values().iterator().next();
    assertThat(json.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
    assertThat(json.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(2);
    assertThat(mapping.counts()).isEqualTo(new Counts(1, 2, 0, 0, 2));
  }

  @Test
  void aBatchThatGrowsTooOldWhileItFailsIsGivenUp() throws Exception {
    settings = settings.withRetries(false, -1, Duration.ofMinutes(1));
    function.choke("0"::equals);
    put("0");
    run(2);
    clock.advance(Duration.ofSeconds(61));
    run(2);
    assertThat(function.batches).hasSize(2);
    assertThat(givenUp).hasSize(1);
  }

  @Test
  void aDestinationThatFailsHoldsTheBatchBack() throws Exception {
    settings = settings.withRetries(false, 0, null);
    function.choke("0"::equals);
    put("0");
    mapping =
        mapping(
            (key, json) -> {
              throw new IOException("bucket is away");
            });
    run(3);
    assertThat(mapping.counts().givenUp()).isZero();
    assertThat(mapping.caughtUp()).isFalse();
  }

  @Test
  void childrenWaitForTheirParentToBeDone() throws Exception {
    function.thenThrow();
    put(texts(0, 2));
    kinesis.split("spans", SHARD);
    put(texts(2, 6));
    run(1);
    assertThat(function.batches).containsExactly(texts(0, 2));
    run(5);
    assertThat(function.batches.subList(0, 2)).containsExactly(texts(0, 2), texts(0, 2));
    assertThat(flat(function.batches.subList(2, function.batches.size())))
        .containsExactlyInAnyOrderElementsOf(texts(2, 6));
    assertThat(mapping.caughtUp()).isTrue();
  }

  @Test
  void theChildOfAMergeWaitsForBothParents() throws Exception {
    kinesis.split("spans", SHARD);
    kinesis.put("spans", "a", "low".getBytes(StandardCharsets.UTF_8));
    kinesis.put("spans", "b", "high".getBytes(StandardCharsets.UTF_8));
    kinesis.merge("spans", "shardId-000000000001", "shardId-000000000002");
    kinesis.put("spans", "a", "merged".getBytes(StandardCharsets.UTF_8));
    run(8);
    assertThat(flat(function.batches).subList(0, 2)).containsExactlyInAnyOrder("low", "high");
    assertThat(flat(function.batches)).hasSize(3).endsWith("merged");
  }

  @Test
  void latestSkipsWhatIsThereButNotShardsMadeLater() throws Exception {
    settings = settings.withStartPosition(StartPosition.LATEST);
    put("old");
    run(1);
    put("new");
    kinesis.split("spans", SHARD);
    put("newest");
    run(5);
    assertThat(flat(function.batches)).containsExactly("new", "newest");
  }

  @Test
  void aNewMappingGoesOnAtTheCheckpoints(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("checkpoints.json");
    checkpoints = Checkpoints.in(file);
    function.thenReport(2);
    put(texts(0, 4));
    run(1);
    mapping = null;
    checkpoints = Checkpoints.in(file);
    put("4");
    run(1);
    assertThat(function.batches).containsExactly(texts(0, 4), texts(2, 5));
  }

  @Test
  void shardsAreReadIndependently() throws Exception {
    kinesis.ensureStream("wide", 2);
    function.choke("stuck"::equals);
    mapping =
        new EventSourceMapping(
            settings, kinesis.reader("wide"), checkpoints, function, null, clock);
    kinesis.put("wide", "a", "stuck".getBytes(StandardCharsets.UTF_8));
    kinesis.put("wide", "b", "flows".getBytes(StandardCharsets.UTF_8));
    run(3);
    assertThat(function.batches).contains(List.of("flows"));
    assertThat(mapping.counts().records()).isEqualTo(1);
  }

  @Test
  void runningOnThreadsItDeliversEverythingInOrderAndStops() throws Exception {
    settings = settings.withPace(Duration.ofMillis(5), Duration.ofMillis(1), Duration.ofMillis(5));
    function.thenThrow();
    function.thenReport(3);
    mapping = mapping(null);
    mapping.start();
    List<String> texts = texts(0, 200);
    for (String text : texts) {
      put(text);
    }
    while (!mapping.caughtUp()) {
      Thread.sleep(5);
    }
    mapping.close();
    List<String> seen = flat(function.batches).stream().distinct().toList();
    assertThat(seen).isEqualTo(texts);
    int before = function.batches.size();
    put("later");
    Thread.sleep(50);
    assertThat(function.batches).hasSize(before);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> settings.withBatchSize(10_001))
        .hasMessageContaining("BatchSize 10001");
  }

  private EventSourceMapping mapping(FailureDestination destination) {
    return new EventSourceMapping(
        settings, kinesis.reader("spans"), checkpoints, function, destination, clock);
  }

  private void run(int steps) throws InterruptedException {
    if (mapping == null) {
      mapping = mapping((key, json) -> givenUp.put(key, new ObjectMapper().readTree(json)));
    }
    for (int i = 0; i < steps; i++) {
      mapping.runOnce();
    }
  }

  private List<String> put(String text) {
    return put(List.of(text));
  }

  private List<String> put(List<String> texts) {
    return texts.stream()
        .map(text -> kinesis.put("spans", "key", text.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static List<String> flat(List<List<String>> batches) {
    return batches.stream().flatMap(List::stream).toList();
  }
}
