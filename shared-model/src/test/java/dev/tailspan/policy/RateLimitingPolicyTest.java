package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets per second that the traces of a round share. */
class RateLimitingPolicyTest {
  private static final FeatureGates CUT = new FeatureGates(true, false);
  private static final String ERRORS = "type: status_code, status_code: {status_codes: [ERROR]}";

  private static String spans(int perSecond) {
    return "type: rate_limiting, rate_limiting: {spans_per_second: " + perSecond + "}";
  }

  private static String and(String... flow) {
    return "type: and, and: {and_sub_policy: [{name: x, "
        + String.join("}, {name: y, ", flow)
        + "}]}";
  }

  @Test
  void aFullBucketHoldsTwoSecondsWorth() {
    List<StagedTrace> traces = List.of(trace(1, 5), trace(2, 5), trace(3, 5), trace(4, 5));

    assertThat(kept(TraceKit.policies(spans(10)), traces)).hasSize(4);
    assertThat(kept(TraceKit.policies(spans(9)), traces)).hasSize(3);
  }

  @Test
  void aBurstCapacityTakesItsPlace() {
    PolicyFile file =
        TraceKit.policies(
            "type: rate_limiting, rate_limiting: {spans_per_second: 1, burst_capacity: 7}");

    assertThat(kept(file, List.of(trace(1, 7)))).hasSize(1);
    assertThat(kept(file, List.of(trace(1, 8)))).isEmpty();
    assertThat(kept(file, List.of(trace(9, 8), trace(1, 7)))).containsExactly(id(1));
  }

  @Test
  void theHighestRandomnessComesFirstInWhateverOrderTracesAreOffered() {
    List<StagedTrace> traces = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      traces.add(trace(i, 1 + i % 3));
    }
    PolicyFile file = TraceKit.policies(spans(10));
    List<TraceId> kept = kept(file, traces);

    assertThat(kept).contains(id(50), id(49)).doesNotContain(id(1));
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(traces, new Random(seed));
      assertThat(kept(file, traces)).containsExactlyInAnyOrderElementsOf(kept);
    }
  }

  @Test
  void anExplicitRandomnessOutranksTheId() {
    StagedTrace first =
        TraceKit.trace(
            span(1).traceId(id(1)).traceState("ot=rv:ffffffffffffff"), span(2).traceId(id(1)));

    assertThat(kept(TraceKit.policies(spans(1)), List.of(trace(9, 2), first)))
        .containsExactly(id(1));
  }

  @Test
  void whatADropTakesAwayCostsNothing() {
    PolicyFile file =
        TraceKit.policies(
            spans(1), "type: drop, drop: {drop_sub_policy: [{name: d, " + ERRORS + "}]}");

    assertThat(kept(file, List.of(error(9, 2), trace(1, 2)))).containsExactly(id(1));
  }

  @Test
  void aLimitIsChargedForWhatAnotherPolicySamplesAnyway() {
    assertThat(kept(TraceKit.policies(ERRORS, spans(1)), List.of(error(9, 2), trace(1, 2))))
        .containsExactly(id(9));
  }

  @Test
  void withSampleOnFirstMatchItIsNot() throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(
            TraceKit.yaml("sample_on_first_match: true", TraceKit.list(ERRORS, spans(1))));

    assertThat(kept(file, List.of(error(9, 2), trace(1, 2)))).containsExactly(id(9), id(1));
  }

  @Test
  void insideAnAndOnlyWhatGetsThatFarIsCharged() {
    assertThat(kept(TraceKit.policies(and(ERRORS, spans(1))), List.of(trace(9, 2), error(1, 2))))
        .containsExactly(id(1));
    assertThat(kept(TraceKit.policies(and(spans(1), ERRORS)), List.of(trace(9, 2), error(1, 2))))
        .isEmpty();
  }

  @Test
  void bytesAreThoseOfTheWholeTrace() {
    StagedTrace trace = trace(1, 3);
    long size = trace.tracesDataSize();
    String exact =
        "type: bytes_limiting, bytes_limiting: {bytes_per_second: 1, burst_capacity: %d}";

    assertThat(kept(TraceKit.policies(String.format(exact, size)), List.of(trace))).hasSize(1);
    assertThat(kept(TraceKit.policies(String.format(exact, size - 1)), List.of(trace))).isEmpty();
  }

  @Test
  void tokensGrowWithTheTimeSinceTheLastRoundUpToTheCapacity() {
    PolicyFile file = TraceKit.policies(spans(1));
    RoundClock clock = new RoundClock(10, 1);
    DecisionRound first = file.round(context(0, clock, RoundMemory.NONE));
    assertThat(keptIn(first, List.of(trace(1, 2), trace(2, 2), trace(3, 2)))).hasSize(3);
    RoundMemory memory = RoundMemory.decode(first.after().encode());
    assertThat(memory).isEqualTo(first.after());

    List<StagedTrace> many = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      many.add(trace(i, 2));
    }
    assertThat(keptIn(file.round(context(3_000, clock, memory)), many)).hasSize(3);
    assertThat(keptIn(file.round(context(3_600_000, clock, memory)), many)).hasSize(5);
  }

  @Test
  void aBucketSpendsItsShare() {
    PolicyFile file = TraceKit.policies(spans(8));
    List<StagedTrace> many = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      many.add(trace(i, 1));
    }

    DecisionRound round = file.round(context(0, new RoundClock(60, 1.0 / 8), RoundMemory.NONE));

    assertThat(keptIn(round, many)).hasSize(60);
  }

  /** The mean over many draws of the counts of the kept is the number of all. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsOfTheKeptAddUpToTheNumberOfAllTraces(boolean cut) throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(
            TraceKit.yaml(
                TraceKit.list(
                    and(ERRORS, spans(9)),
                    spans(14),
                    "type: probabilistic, probabilistic: {sampling_percentage: 20}",
                    "type: drop, drop: {drop_sub_policy: [{name: d, "
                        + "type: probabilistic, probabilistic: {sampling_percentage: 15,"
                        + " hash_salt: other}}]}")),
            null,
            null,
            cut ? CUT : FeatureGates.DEFAULT);
    SplittableRandom random = new SplittableRandom(7);
    int rounds = 400;
    int perRound = 40;
    double sum = 0;
    double squares = 0;
    for (int round = 0; round < rounds; round++) {
      List<StagedTrace> traces = new ArrayList<>();
      for (int i = 0; i < perRound; i++) {
        TraceId id = new TraceId(random.nextLong(), random.nextLong());
        traces.add(i % 4 == 0 ? error(id, 1 + i % 5) : trace(id, 1 + i % 5));
      }
      double counts = file.decideAll(traces).stream().mapToDouble(Decision::adjustedCount).sum();
      sum += counts;
      squares += counts * counts;
    }
    double mean = sum / rounds;
    double deviation = Math.sqrt((squares / rounds - mean * mean) / rounds);

    assertThat(mean).isCloseTo(perRound, within(4 * deviation));
    assertThat(deviation).isLessThan(1);
  }

  @Test
  void headSamplingMultipliesIn() {
    StagedTrace quarter = TraceKit.trace(span(1).traceState("ot=th:c"));

    assertThat(decide("type: always_sample", quarter).adjustedCount()).isEqualTo(4);
    assertThat(
            decide("type: probabilistic, probabilistic: {sampling_percentage: 100}", quarter)
                .adjustedCount())
        .isEqualTo(4);
  }

  @Test
  void withTheGateHeadAndTailSamplingLookAtTheSameRandomness() throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(
            TraceKit.yaml(
                TraceKit.list("type: probabilistic, probabilistic: {sampling_percentage: 50}")),
            null,
            null,
            CUT);
    StagedTrace quarter = TraceKit.trace(span(1).traceState("ot=rv:d0000000000000;th:c"));
    StagedTrace most = TraceKit.trace(span(1).traceState("ot=rv:70000000000000;th:4"));

    // Half of all are kept, and what came through at a quarter is well among them.
    assertThat(file.decide(quarter).adjustedCount()).isEqualTo(4);
    assertThat(file.decide(most).sampled()).isFalse();
  }

  @Test
  void aTraceOverTheLargestSizeIsNotSampledBeforeAnyPolicy() throws PolicyFileException {
    StagedTrace trace = trace(1, 3);
    String atMost = "maximum_trace_size_bytes: ";
    String always = TraceKit.list("type: always_sample");
    long size = trace.resourceSpansSize();

    assertThat(PolicyFile.parse(TraceKit.yaml(atMost + size, always)).decide(trace).sampled())
        .isTrue();
    Decision over = PolicyFile.parse(TraceKit.yaml(atMost + (size - 1), always)).decide(trace);
    assertThat(over.sampled()).isFalse();
    assertThat(over.reason()).contains("larger than " + (size - 1));
    assertThat(over.votes()).isEmpty();
  }

  private static Decision decide(String flow, StagedTrace trace) {
    return TraceKit.policies(flow).decide(trace);
  }

  private static RoundContext context(long endMillis, RoundClock clock, RoundMemory memory) {
    return new RoundContext(endMillis, clock, memory, Baseline.NONE);
  }

  private static List<TraceId> kept(PolicyFile file, List<StagedTrace> traces) {
    return keptIn(file.round(RoundContext.standingStill(0)), traces);
  }

  private static List<TraceId> keptIn(DecisionRound round, List<StagedTrace> traces) {
    traces.forEach(round::offer);
    Map<TraceId, Decision> decisions = new HashMap<>();
    traces.forEach(trace -> decisions.put(trace.id(), round.decide(trace)));
    return traces.stream().map(StagedTrace::id).filter(id -> decisions.get(id).sampled()).toList();
  }

  private static TraceId id(int randomness) {
    return new TraceId(77, randomness);
  }

  private static StagedTrace trace(int randomness, int spans) {
    return trace(id(randomness), spans);
  }

  private static StagedTrace trace(TraceId id, int spans) {
    return of(id, spans, Status.Code.UNSET);
  }

  private static StagedTrace error(int randomness, int spans) {
    return error(id(randomness), spans);
  }

  private static StagedTrace error(TraceId id, int spans) {
    return of(id, spans, Status.Code.ERROR);
  }

  private static StagedTrace of(TraceId id, int spans, Status.Code code) {
    List<SpanBuilder> builders = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      builders.add(span(i).traceId(id).status(new Status(code, "")));
    }
    return TraceKit.trace(builders.toArray(SpanBuilder[]::new));
  }
}
