package dev.tailspan.functions.finalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.decide.LowWatermark;
import dev.tailspan.functions.common.TestContext;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.functions.self.TestInvocations;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.pipeline.Spans;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalizeHandlerTest {
  private static final String SCHEDULED =
      """
      {"version":"0","detail-type":"Scheduled Event","source":"aws.events","resources":["x"],
       "detail":{"fromBucket":1}}""";
  private static final Workers NONE =
      (arn, share) -> {
        throw new AssertionError("no worker was to be started");
      };

  private final TestContext context = new TestContext();

  @Test
  void anEventOfTheScheduleDecidesWhatIsDueInAllBuckets() throws Exception {
    Pipeline pipeline = filled();
    JsonNode answer = run(handler(pipeline, 1, NONE), SCHEDULED, context);

    assertThat(answer.path("lowWatermarkMillis").asLong())
        .isEqualTo(pipeline.lowWatermark().orElseThrow());
    assertThat(answer.path("buckets").asInt()).isEqualTo(Pipeline.LAYOUT.buckets());
    assertThat(answer.path("done").asBoolean()).isTrue();
    assertThat(answer.path("traces").asInt()).isEqualTo(40);
    assertThat(answer.path("kept").asInt()).isEqualTo(40);
    assertThat(answer.path("steps").asInt()).isPositive();
    assertThat(answer.path("stepsBehind").asInt()).isZero();
  }

  @Test
  void whatTwoWorkersMakeCannotBeToldFromWhatOneMakes() throws Exception {
    Pipeline alone = filled();
    run(handler(alone, 1, NONE), SCHEDULED, context);

    Pipeline shared = filled();
    List<Share> started = new ArrayList<>();
    Workers workers =
        (arn, share) -> {
          assertThat(arn).isEqualTo(context.getInvokedFunctionArn());
          started.add(share);
        };
    JsonNode planned = run(handler(shared, 2, workers), SCHEDULED, context);
    assertThat(planned.path("buckets").asInt()).isZero();
    assertThat(started).hasSize(2);
    for (int i = started.size() - 1; i >= 0; i--) {
      JsonNode worked = run(handler(shared, 2, NONE), json(started.get(i)), context);
      assertThat(worked.path("done").asBoolean()).isTrue();
      assertThat(worked.path("buckets").asInt()).isEqualTo(1);
      assertThat(worked.path("kept").asInt()).isBetween(1, 39);
    }

    assertThat(state(shared)).isEqualTo(state(alone));
  }

  @Test
  void aWorkerThatIsInvokedTwiceChangesNothing() throws Exception {
    Pipeline pipeline = filled();
    String share = json(new Share(0, 2, pipeline.lowWatermark().orElseThrow()));
    run(handler(pipeline, 2, NONE), share, context);
    List<Object> before = state(pipeline);
    JsonNode again = run(handler(pipeline, 2, NONE), share, context);
    assertThat(again.path("steps").asInt()).isZero();
    assertThat(state(pipeline)).isEqualTo(before);
  }

  @Test
  void sharesThatNoWorkerTakesAreWorkedOnByThePlanner() throws Exception {
    Pipeline pipeline = filled();
    Workers throttled =
        (arn, share) -> {
          throw new StorageException("too many requests");
        };
    JsonNode answer = run(handler(pipeline, 2, throttled), SCHEDULED, context);
    assertThat(answer.path("kept").asInt()).isEqualTo(40);
    assertThat(answer.path("done").asBoolean()).isTrue();
    assertThat(context.log()).contains("too many requests");
  }

  @Test
  void aRunWithoutTimeLosesNothing() throws Exception {
    Pipeline pipeline = filled();
    JsonNode cutOff = run(handler(pipeline, 1, NONE), SCHEDULED, new TestContext(0));
    assertThat(cutOff.path("done").asBoolean()).isFalse();
    assertThat(cutOff.path("kept").asInt()).isZero();

    JsonNode next = run(handler(pipeline, 1, NONE), SCHEDULED, context);
    assertThat(next.path("kept").asInt()).isEqualTo(40);
  }

  @Test
  void aPolicyFileThatIsRefusedIsCountedAndLoggedAsOneLineOfJson() throws Exception {
    Pipeline pipeline = filled();
    pipeline.policies.replaceCurrent(
        """
        policies:
          - {name: x, type: no_such_type}
          - {name: y, type: latency, latency: {threshold_mss: 5}}
        """
            .getBytes(StandardCharsets.UTF_8));
    JsonNode answer = run(handler(pipeline, 1, NONE), SCHEDULED, context);

    JsonNode line = new ObjectMapper().readTree(context.log());
    assertThat(context.log().lines()).hasSize(1);
    assertThat(line.path("event").asText()).isEqualTo("policy_file_refused");
    assertThat(line.path("refusedPolicyLoads").asLong())
        .isEqualTo(answer.path("refusedPolicyLoads").asLong())
        .isPositive();
    assertThat(line.path("problemCount").asInt()).isEqualTo(2);
    assertThat(line.path("problems").get(0).path("message").asText()).contains("no_such_type");
    assertThat(line.path("problems").get(1).toString())
        .startsWith(
            "{\"line\":3,\"column\":40,\"policy\":\"y\",\"field\":\"latency.threshold_mss\"");
  }

  @Test
  void ofManyMistakesTheLogHasTheFirst() throws Exception {
    Pipeline pipeline = filled();
    pipeline.policies.replaceCurrent(
        ("policies:\n" + "  - {name: x, type: no_such_type}\n".repeat(5000))
            .getBytes(StandardCharsets.UTF_8));
    run(handler(pipeline, 1, NONE), SCHEDULED, context);

    JsonNode line = new ObjectMapper().readTree(context.log());
    assertThat(line.path("problemCount").asInt()).isGreaterThanOrEqualTo(5000);
    assertThat(line.path("problems")).hasSize(50);
  }

  @Test
  void stepsWhoseSpansMayHaveExpiredAreCountedAndSaid() throws Exception {
    Pipeline pipeline = filled();
    JsonNode inTime = run(handler(pipeline, 1, NONE), SCHEDULED, context);
    assertThat(inTime.path("expiredSteps").asInt(-1)).isZero();

    pipeline.put(0, new Spans(12).trace(3));
    pipeline.ingest(7);
    pipeline.wait(Duration.ofSeconds(2 * Pipeline.TTL_SECONDS));
    JsonNode late = run(handler(pipeline, 1, NONE), SCHEDULED, context);
    assertThat(late.path("expiredSteps").asLong())
        .isPositive()
        .isLessThan(late.path("steps").asLong())
        .isEqualTo(
            IntStream.range(0, Pipeline.LAYOUT.buckets())
                .mapToObj(bucket -> pipeline.decisions.cursor(bucket).orElseThrow())
                .mapToLong(cursor -> cursor.counts().expiredSteps())
                .sum());
    assertThat(context.log()).contains("may have expired");

    JsonNode after = run(handler(pipeline, 1, NONE), SCHEDULED, context);
    assertThat(after.path("expiredSteps").asInt(-1)).isZero();
  }

  @Test
  void aGoodPolicyFileIsNotSpokenOf() throws Exception {
    JsonNode answer = run(handler(filled(), 1, NONE), SCHEDULED, context);
    assertThat(answer.path("refusedPolicyLoads").asInt(-1)).isZero();
    assertThat(context.log()).isEmpty();
  }

  @Test
  void aStreamWithoutShardsIsAnErrorAndNotAnEmptyRun() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 0);
    assertThatThrownBy(() -> run(handler(pipeline, 1, NONE), SCHEDULED, context))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no shard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"fromBucket\":0,\"toBucket\":3,\"lowWatermarkMillis\":1} | 2 buckets",
        "{\"fromBucket\":1,\"toBucket\":1,\"lowWatermarkMillis\":1} | no range",
        "{\"fromBucket\":-1,\"toBucket\":1,\"lowWatermarkMillis\":1} | no range",
        "{\"fromBucket\":0,\"toBucket\":1} | lowWatermarkMillis is missing",
        "{\"fromBucket\":\"0\",\"toBucket\":1,\"lowWatermarkMillis\":1} | fromBucket is missing",
        "[] | no object"
      })
  void anEventThatIsNoShareOfTheseBucketsIsRefused(String event, String message) {
    assertThatThrownBy(() -> run(handler(filled(), 2, NONE), event, context))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"8, 3", "8, 8", "8, 100", "512, 7", "1, 1", "4096, 4096"})
  void sharesCoverEveryBucketOnce(int buckets, int fanout) {
    List<Share> shares = Share.split(buckets, fanout, 5);
    assertThat(shares).hasSize(Math.min(buckets, fanout));
    int next = 0;
    for (Share share : shares) {
      assertThat(share.fromBucket()).isEqualTo(next);
      assertThat(share.toBucket()).isGreaterThan(next);
      next = share.toBucket();
    }
    assertThat(next).isEqualTo(buckets);
  }

  /** Forty traces in two buckets, all due. */
  private static Pipeline filled() {
    Spans spans = new Spans(11);
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    for (int i = 0; i < 40; i++) {
      pipeline.put(0, spans.trace(3));
      pipeline.wait(Duration.ofSeconds(4));
    }
    pipeline.ingest(7);
    pipeline.wait(Duration.ofMinutes(3));
    return pipeline;
  }

  @Test
  void whatARunDidIsLoggedAsMetrics() throws Exception {
    Pipeline pipeline = filled();
    run(handler(pipeline, 1, NONE, Optional.of("spans")), SCHEDULED, context);

    JsonNode line = new ObjectMapper().readTree(context.log());
    assertThat(line.path("Stream").asText()).isEqualTo("spans");
    assertThat(line.path("Traces").asInt()).isEqualTo(40);
    assertThat(line.path("KeptTraces").asInt()).isEqualTo(40);
    assertThat(line.path("PolicyRefused").asInt()).isZero();
    assertThat(line.path("WatermarkLag").asLong())
        .isEqualTo(pipeline.clock.getAsLong() - pipeline.lowWatermark().orElseThrow());
  }

  @Test
  void aRunIsTracedUnlessItDecidedNothingButTracesOfOurOwn() throws Exception {
    TestInvocations own = new TestInvocations("finalize");
    Pipeline pipeline = filled();
    run(handler(own.invocations(), pipeline, 1, NONE, Optional.empty()), SCHEDULED, context);
    assertThat(own.published()).hasSize(1);

    run(handler(own.invocations(), pipeline, 1, NONE, Optional.empty()), SCHEDULED, context);
    assertThat(own.published()).as("nothing was left to decide").hasSize(1);

    Pipeline ours = new Pipeline(Pipeline.EVERYTHING, 1);
    ours.put(0, own.published().get(0));
    ours.ingest(7);
    ours.wait(Duration.ofMinutes(3));
    JsonNode answer =
        run(handler(own.invocations(), ours, 1, NONE, Optional.empty()), SCHEDULED, context);
    assertThat(answer.path("traces").asInt()).isEqualTo(1);
    assertThat(own.published()).hasSize(1);
  }

  private static FinalizeHandler handler(Pipeline pipeline, int fanout, Workers workers) {
    return handler(pipeline, fanout, workers, Optional.empty());
  }

  private static FinalizeHandler handler(
      Pipeline pipeline, int fanout, Workers workers, Optional<String> measuredStream) {
    return handler(Invocations.untraced("finalize"), pipeline, fanout, workers, measuredStream);
  }

  private static FinalizeHandler handler(
      Invocations invocations,
      Pipeline pipeline,
      int fanout,
      Workers workers,
      Optional<String> measuredStream) {
    return new FinalizeHandler(
        invocations,
        pipeline.newFinalizer(),
        new LowWatermark(
            pipeline.stream, pipeline.watermarks, Pipeline.SLACK_MILLIS, 6 * 3_600_000L, 0),
        Pipeline.LAYOUT.buckets(),
        fanout,
        workers,
        measuredStream,
        pipeline.clock);
  }

  /**
   * Everything that was written, as bytes where there are any: files are named by their content.
   */
  private static List<Object> state(Pipeline pipeline) {
    List<Object> state = new ArrayList<>(pipeline.archive.files());
    long hour = pipeline.clock.getAsLong() / 3_600_000;
    for (long h = hour - 2; h <= hour; h++) {
      state.addAll(pipeline.index.segments(h));
      pipeline.stats.newest(h).forEach(blob -> state.add(java.util.Arrays.toString(blob)));
    }
    for (int bucket = 0; bucket < Pipeline.LAYOUT.buckets(); bucket++) {
      BucketCursor cursor = pipeline.decisions.cursor(bucket).orElseThrow();
      state.add(List.of(cursor.nextStep(), cursor.oldestOpenSlice(), cursor.policyVersion()));
      state.add(cursor.counts().kept());
      List<DecidedSet> decided = pipeline.decisions.decided(bucket, Long.MIN_VALUE);
      state.addAll(decided);
    }
    return state;
  }

  private static String json(Share share) {
    return new String(share.toJson(), StandardCharsets.UTF_8);
  }

  private static JsonNode run(FinalizeHandler handler, String event, TestContext context)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, context);
    return new ObjectMapper().readTree(out.toByteArray());
  }
}
