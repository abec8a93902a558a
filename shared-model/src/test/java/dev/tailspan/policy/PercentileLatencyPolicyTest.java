package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.START;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.SpanId;
import dev.tailspan.trace.OperationKey;
import dev.tailspan.trace.ServiceStats;
import org.junit.jupiter.api.Test;

class PercentileLatencyPolicyTest {
  private static final long MICRO = 1_000;

  private static String p(String settings) {
    return "type: percentile_latency, percentile_latency: {" + settings + "}";
  }

  private static StagedTrace lasting(String name, long nanos) {
    return TraceKit.trace(span(1).name(name).times(START, START + nanos));
  }

  private static ServiceStats before(int calls, long nanos) {
    ServiceStats stats = new ServiceStats();
    for (int i = 0; i < calls; i++) {
      stats.add(lasting("get", nanos));
    }
    return stats;
  }

  private static Vote vote(String flow, ServiceStats before, StagedTrace trace) {
    PolicyFile file = policies(flow);
    RoundContext context =
        new RoundContext(0, RoundClock.STANDING_STILL, RoundMemory.NONE, file.baseline(before));
    return file.round(context).decide(trace).votes().get(0);
  }

  private static boolean samples(String flow, ServiceStats before, StagedTrace trace) {
    return vote(flow, before, trace).sampled();
  }

  @Test
  void whereAllCallsTakeEquallyLongNoneIsSlow() {
    for (long nanos = 1; nanos < 100_000_000_000L; nanos = nanos * 5 / 3 + 1) {
      ServiceStats before = before(100, nanos);
      assertThat(samples(p("percentile: 50"), before, lasting("get", nanos))).isFalse();
      if (nanos > MICRO) {
        assertThat(samples(p("percentile: 50"), before, lasting("get", nanos * 103 / 100)))
            .isTrue();
      }
    }
  }

  @Test
  void aboutTheShareAboveThePercentileIsSlow() {
    ServiceStats before = new ServiceStats();
    for (int i = 1; i <= 1000; i++) {
      before.add(lasting("get", i * 1000 * MICRO));
    }

    assertThat(samples(p("percentile: 90"), before, lasting("get", 890_000 * MICRO))).isFalse();
    assertThat(samples(p("percentile: 90"), before, lasting("get", 920_000 * MICRO))).isTrue();
  }

  @Test
  void oneCallTooFewIsNotKnown() {
    assertThat(samples(p("min_samples: 100"), before(99, MICRO), lasting("get", 1 << 30)))
        .isFalse();
    assertThat(samples(p("min_samples: 100"), before(100, MICRO), lasting("get", 1 << 30)))
        .isTrue();
  }

  @Test
  void whatIsNotKnownIsJudgedByTheColdThreshold() {
    String flow = p("cold_threshold_ms: 5");
    ServiceStats none = new ServiceStats();

    assertThat(samples(flow, none, lasting("get", 5_000 * MICRO))).isFalse();
    assertThat(samples(flow, none, lasting("get", 5_000 * MICRO + 1))).isTrue();
    assertThat(samples(flow, before(100, 50_000 * MICRO), lasting("get", 6_000 * MICRO))).isFalse();
  }

  @Test
  void callsWithoutADurationAreNoSamples() {
    ServiceStats before = before(99, MICRO);
    before.add(TraceKit.trace(span(1).name("get").times(0, 0)));

    assertThat(samples(p("min_samples: 100"), before, lasting("get", 1 << 30))).isFalse();
  }

  @Test
  void withoutARootTheEarliestSpanStandsForIt() {
    StagedTrace trace =
        TraceKit.trace(
            span(2).parentSpanId(new SpanId(9)).name("get").times(START, START + (1 << 30)),
            span(3).parentSpanId(new SpanId(2)).name("other").times(START + 5, START + 6));

    assertThat(samples(p(""), before(100, MICRO), trace)).isTrue();
  }

  @Test
  void onlyTheRootCountsUnlessAnySpanDoes() {
    StagedTrace trace =
        TraceKit.trace(
            span(1).name("root").times(START, START + 10),
            span(2).parentSpanId(new SpanId(1)).name("get").times(START, START + (1 << 30)));

    assertThat(samples(p(""), before(100, MICRO), trace)).isFalse();
    assertThat(samples(p("of: any"), before(100, MICRO), trace)).isTrue();
  }

  @Test
  void aNameLongerThanStatisticsKeepIsFoundAgain() {
    String name = "ü".repeat(400);
    ServiceStats before = new ServiceStats();
    for (int i = 0; i < 100; i++) {
      before.add(lasting(name, MICRO));
    }

    assertThat(samples(p(""), before, lasting(name, 1 << 30))).isTrue();
  }

  @Test
  void theVoteShowsTheLimitAndHowManyCallsItIsOf() {
    Vote vote = vote(p(""), before(100, 200_000 * MICRO), lasting("get", 300_000 * MICRO));

    assertThat(vote.measured()).isEqualTo("unknown_service get 300 ms");
    assertThat(vote.threshold()).matches("> p99 of 20\\d ms in 100 calls");
    assertThat(vote(p(""), new ServiceStats(), lasting("get", 1)).threshold())
        .isEqualTo("p99 not known of fewer than 100 calls");
  }

  @Test
  void pastTenThousandOperationsTheRarestAreJudgedTogether() {
    ServiceStats stats = new ServiceStats();
    int services = 60;
    for (int service = 0; service < services; service++) {
      for (int i = 0; i < ServiceStats.MAX_OPERATIONS_PER_SERVICE; i++) {
        StagedTrace trace =
            WrittenTrace.read("s" + service + " o" + i + " 10ms", span(1).build().traceId());
        for (int calls = service < 50 ? 2 : 1; calls > 0; calls--) {
          stats.add(trace);
        }
      }
    }
    Baseline baseline = policies(p("percentile: 50, min_samples: 2")).baseline(stats);

    assertThat(baseline.size()).isEqualTo(Baseline.MAX_OPERATIONS);
    assertThat(baseline.findOwn(OperationKey.of(first("s49 o7")))).isNotNull();
    assertThat(baseline.findOwn(OperationKey.of(first("s50 o7")))).isNull();
    assertThat(baseline.find(OperationKey.of(first("s50 o7"))).calls()).isEqualTo(2_000);
  }

  private static StagedSpan first(String written) {
    return WrittenTrace.read(written, span(1).build().traceId()).spans().get(0);
  }

  @Test
  void onlyAFileThatLooksAtTheBaselineWantsIt() {
    assertThat(policies("type: always_sample").wantsBaseline()).isFalse();
    assertThat(policies(p("")).wantsBaseline()).isTrue();
    String inside = "type: not, not: {not_sub_policy: {name: x, " + p("percentile: 95") + "}}";
    assertThat(policies(inside).wantsBaseline()).isTrue();
    assertThat(samples(inside, before(100, MICRO), lasting("get", 1 << 30))).isFalse();
  }
}
