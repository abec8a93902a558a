package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.policies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.TraceId;
import dev.tailspan.trace.ServiceStats;
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

/** Keyed budgets: over rounds, over buckets, past their bounds, inside other policies. */
class OwnPoliciesTest {
  private static final RoundClock EIGHTH = new RoundClock(60, 1.0 / 8);
  private static final String DIVERSITY = "type: diversity, diversity: {period: 10m}";
  private static final String CHANGED =
      "type: error_rate_change, error_rate_change: {traces_per_minute: 3}";

  private final SplittableRandom random = new SplittableRandom(11);

  private static String rare(double perMinute) {
    return "type: rare_operation, rare_operation: {traces_per_minute: " + perMinute + "}";
  }

  private static String in(String type, String... flow) {
    return String.format(
        "type: %s, %s: {%s_sub_policy: [{name: x, %s}]}",
        type, type, type, String.join("}, {name: y, ", flow));
  }

  private StagedTrace trace(String written) {
    return WrittenTrace.read(written, new TraceId(random.nextLong(), random.nextLong()));
  }

  private List<StagedTrace> traces(int count, String written) {
    List<StagedTrace> traces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      traces.add(trace(written));
    }
    return traces;
  }

  private static List<TraceId> kept(DecisionRound round, List<StagedTrace> traces) {
    traces.forEach(round::offer);
    Map<TraceId, Decision> decisions = new HashMap<>();
    traces.forEach(trace -> decisions.put(trace.id(), round.decide(trace)));
    return traces.stream().map(StagedTrace::id).filter(id -> decisions.get(id).sampled()).toList();
  }

  private static long keptAtOnce(PolicyFile file, List<StagedTrace> traces) {
    return file.decideAll(traces).stream().filter(Decision::sampled).count();
  }

  /** How many are kept in each of so many rounds, one a minute, of the same traffic. */
  private List<Integer> keptByRound(PolicyFile file, int rounds, int traces, String written) {
    List<Integer> kept = new ArrayList<>();
    RoundMemory memory = RoundMemory.NONE;
    for (int i = 0; i < rounds; i++) {
      DecisionRound round =
          file.round(new RoundContext(i * 60_000L, EIGHTH, memory, Baseline.NONE));
      kept.add(kept(round, traces(traces, written)).size());
      memory = RoundMemory.decode(round.after().encode());
    }
    return kept;
  }

  @Test
  void aShapeComesAgainAfterThePeriodTimesTheBuckets() {
    List<Integer> kept = keptByRound(policies(DIVERSITY), 162, 20, "a x");

    assertThat(kept.get(0)).isEqualTo(1);
    assertThat(kept.subList(1, 79)).containsOnly(0);
    assertThat(kept.stream().mapToInt(i -> i).sum()).isEqualTo(3);
  }

  @Test
  void smallRatesAddUpOverRoundsAndAreNeverExceeded() {
    // 0.3 a minute and bucket: less than a trace a round.
    List<Integer> kept = keptByRound(policies(rare(2.4)), 100, 50, "a x");

    assertThat(kept.stream().mapToInt(i -> i).sum()).isBetween(30, 31);
    assertThat(Collections.max(kept)).isEqualTo(1);
  }

  @Test
  void aRateOverOneTraceARoundIsMetInEveryRound() {
    List<Integer> kept = keptByRound(policies(rare(32)), 20, 50, "a x");

    assertThat(kept.get(0)).isEqualTo(8);
    assertThat(kept.subList(1, 20)).containsOnly(4);
  }

  @Test
  void whatComesLessOftenThanTheRateIsKeptWhole() {
    assertThat(keptByRound(policies(rare(32)), 20, 3, "a x")).containsOnly(3);
  }

  /** The mean over many draws of the counts of the kept is the number of all. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsOfTheKeptAddUpToTheNumberOfAllTraces(boolean changed) {
    String some =
        in("and", "type: probabilistic, probabilistic: {sampling_percentage: 60}", rare(2));
    PolicyFile file =
        changed
            ? policies(
                CHANGED, rare(1), "type: probabilistic, probabilistic: {sampling_percentage: 5}")
            : policies(DIVERSITY, rare(3), some);
    ServiceStats before = new ServiceStats();
    traces(2000, "a x").forEach(before::add);
    Baseline baseline = file.baseline(before);
    double sum = 0;
    double squares = 0;
    int rounds = 300;
    for (int i = 0; i < rounds; i++) {
      List<StagedTrace> traces = traces(30, "a x");
      traces.addAll(traces(12, "a x error"));
      traces.addAll(traces(10, "a y > b z"));
      traces.addAll(traces(2, "c z"));
      DecisionRound round =
          file.round(new RoundContext(0, RoundClock.STANDING_STILL, RoundMemory.NONE, baseline));
      traces.forEach(round::offer);
      double counts = traces.stream().mapToDouble(t -> round.decide(t).adjustedCount()).sum();
      sum += counts;
      squares += counts * counts;
    }
    double mean = sum / rounds;
    double deviation = Math.sqrt((squares / rounds - mean * mean) / rounds);

    assertThat(mean).isCloseTo(54, within(4 * deviation));
    assertThat(deviation).isBetween(0.01, 2.0);
  }

  @Test
  void theOrderOfOfferingChangesNothing() {
    PolicyFile file = policies(DIVERSITY, rare(5), CHANGED);
    List<StagedTrace> traces = traces(40, "a x");
    traces.addAll(traces(40, "a y > b z error"));
    List<TraceId> kept = kept(file.round(RoundContext.standingStill(0)), traces);
    RoundMemory memory = memoryAfter(file, traces);
    assertThat(kept).hasSizeBetween(10, 12);

    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(traces, new Random(seed));
      assertThat(kept(file.round(RoundContext.standingStill(0)), traces))
          .containsExactlyInAnyOrderElementsOf(kept);
      assertThat(memoryAfter(file, traces)).isEqualTo(memory);
    }
  }

  private static RoundMemory memoryAfter(PolicyFile file, List<StagedTrace> traces) {
    DecisionRound round = file.round(RoundContext.standingStill(0));
    traces.forEach(round::offer);
    return round.after();
  }

  @Test
  void pastTenThousandKeysTheRestSharesOneBudgetInWhateverOrderTheyCome() {
    PolicyFile file =
        policies("type: rare_operation, rare_operation: {traces_per_minute: 1, key: [id]}");
    List<StagedTrace> traces = new ArrayList<>();
    for (int i = 0; i < RoundMemory.MAX_KEYS + 500; i++) {
      traces.add(trace("a x id=" + i));
    }
    DecisionRound round = file.round(RoundContext.standingStill(0));
    List<TraceId> kept = kept(round, traces);

    assertThat(kept).hasSize(RoundMemory.MAX_KEYS + 1);
    assertThat(round.after().left().values().iterator().next()).hasSize(RoundMemory.MAX_KEYS);
    Collections.shuffle(traces, new Random(1));
    assertThat(kept(file.round(RoundContext.standingStill(0)), traces))
        .containsExactlyInAnyOrderElementsOf(kept);
  }

  @Test
  void theyStandInsideOthers() {
    List<StagedTrace> traces = traces(20, "a x");
    traces.addAll(traces(5, "b y > a x error"));

    assertThat(
            keptAtOnce(
                policies("type: not, not: {not_sub_policy: {name: x, " + DIVERSITY + "}}"), traces))
        .isEqualTo(23);
    assertThat(
            keptAtOnce(
                policies(
                    "type: always_sample",
                    in("drop", "type: service, service: {name: b}", rare(2))),
                traces))
        .isEqualTo(23);
    assertThat(
            keptAtOnce(
                policies(
                    in("and", "type: status_code, status_code: {status_codes: [ERROR]}", rare(2))),
                traces))
        .isEqualTo(2);
    assertThat(
            keptAtOnce(
                policies(
                    "type: composite, composite: {max_total_spans_per_second: 100,"
                        + " composite_sub_policy: [{name: x, "
                        + rare(4)
                        + "}, {name: y, type: service, service: {callee: a}}]}"),
                traces))
        .isEqualTo(4 + 5);
  }

  @Test
  void anErrorRateWithoutABaselineDoesNotChange() {
    assertThat(keptAtOnce(policies(CHANGED), traces(100, "a x error"))).isZero();
  }

  @Test
  void fewerErrorsAreAChangeInAnyDirectionOnly() {
    ServiceStats before = new ServiceStats();
    traces(200, "a x error").forEach(before::add);
    traces(200, "a x").forEach(before::add);
    for (String direction : List.of("up", "any")) {
      PolicyFile file =
          policies(
              "type: error_rate_change, error_rate_change: {traces_per_minute: 3, direction: "
                  + direction
                  + "}");
      RoundContext context =
          new RoundContext(0, RoundClock.STANDING_STILL, RoundMemory.NONE, file.baseline(before));

      assertThat(kept(file.round(context), traces(60, "a x")))
          .hasSize(direction.equals("any") ? 3 : 0);
    }
  }

  @Test
  void oneErrorWhereThereWereNoneIsNoChange() {
    // The usual z of two proportions is 10 here.
    assertThat(ErrorShift.sigmas(1, 30, 1, 10_000)).isBetween(2.0, 4.0);
    assertThat(ErrorShift.sigmas(8, 30, 1, 10_000)).isGreaterThan(5);
    assertThat(ErrorShift.sigmas(1, 30, 5_000, 10_000)).isLessThan(-5);
    assertThat(ErrorShift.sigmas(3, 30, 1_000, 10_000)).isZero();
    assertThat(ErrorShift.sigmas(0, 30, 0, 10_000)).isZero();
  }

  @Test
  void theVoteNamesWhatItCountedUnder() {
    Vote vote = TraceKit.vote(rare(2), trace("frontend GET / > cart Get"));
    assertThat(vote.measured()).isEqualTo("frontend GET /");
    assertThat(vote.threshold()).isEqualTo("within 2 traces a minute of each root operation");
    String tenant =
        "type: rare_operation, rare_operation: {traces_per_minute: 1.5, key: [tenant, span.name]}";
    assertThat(TraceKit.vote(tenant, trace("a x")).measured())
        .isEqualTo("tenant absent, span.name \"x\"");
    assertThat(TraceKit.vote(tenant, trace("a x > b y tenant=t")).measured())
        .isEqualTo("tenant \"t\", span.name \"x\"");
  }
}
