package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.MILLI;
import static dev.tailspan.policy.TraceKit.START;
import static dev.tailspan.policy.TraceKit.lasting;
import static dev.tailspan.policy.TraceKit.samples;
import static dev.tailspan.policy.TraceKit.span;
import static dev.tailspan.policy.TraceKit.trace;
import static dev.tailspan.policy.TraceKit.vote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import org.junit.jupiter.api.Test;

class LatencyPolicyTest {
  private static final String OVER_500 = "type: latency, latency: {threshold_ms: 500}";
  private static final String BAND =
      "type: latency, latency: {threshold_ms: 500, upper_threshold_ms: 1000}";

  @Test
  void exactlyTheThresholdIsNotEnough() {
    assertThat(samples(OVER_500, lasting(500 * MILLI))).isFalse();
    assertThat(samples(OVER_500, lasting(501 * MILLI))).isTrue();
  }

  @Test
  void fractionsOfAMillisecondAreCutOff() {
    assertThat(samples(OVER_500, lasting(501 * MILLI - 1))).isFalse();
  }

  @Test
  void withAThresholdOf0AWholeMillisecondIsWanted() {
    String overZero = "type: latency, latency: {threshold_ms: 0}";

    assertThat(samples(overZero, lasting(MILLI - 1))).isFalse();
    assertThat(samples(overZero, lasting(MILLI))).isTrue();
  }

  @Test
  void theTraceLastsFromTheFirstStartToTheLastEnd() {
    StagedTrace trace =
        trace(
            span(1).times(START + 300 * MILLI, START + 900 * MILLI),
            span(2).times(START, START + 100 * MILLI));

    assertThat(vote(OVER_500, trace))
        .isEqualTo(new Vote("p0", "latency", true, "duration 900 ms", "> 500 ms"));
  }

  @Test
  void theReasonTellsTheWholeDurationAlthoughAFewSpansWereEnough() {
    StagedTrace trace =
        trace(
            span(1).times(START, START + 600 * MILLI),
            span(2).times(START + 1, START + 2143 * MILLI));

    assertThat(vote(OVER_500, trace).measured()).isEqualTo("duration 2143 ms");
  }

  @Test
  void theUpperBoundBelongsToTheBand() {
    assertThat(samples(BAND, lasting(1000 * MILLI))).isTrue();
    assertThat(samples(BAND, lasting(1001 * MILLI))).isFalse();
    assertThat(samples(BAND, lasting(500 * MILLI))).isFalse();
  }

  @Test
  void aTraceWhoseFirstSpansLieInTheBandIsSampledAlthoughItEndsAboveIt() {
    StagedTrace trace =
        trace(
            span(1).times(START, START + 700 * MILLI),
            span(2).times(START + 1, START + 5000 * MILLI));

    assertThat(vote(BAND, trace))
        .isEqualTo(new Vote("p0", "latency", true, "duration 700 ms", "> 500 ms and <= 1000 ms"));
  }

  @Test
  void anUpperBoundOf0IsNone() {
    String noUpper = "type: latency, latency: {threshold_ms: 500, upper_threshold_ms: 0}";

    assertThat(samples(noUpper, lasting(5000 * MILLI))).isTrue();
  }

  @Test
  void aStartOf0MakesATraceSlow() {
    assertThat(samples(OVER_500, trace(span(1).times(0, START)))).isTrue();
  }

  @Test
  void aStartOf0GivesWayToTheNextSpansStart() {
    StagedTrace trace = trace(span(1).times(0, 0), span(2).times(START, START + MILLI));

    assertThat(samples(OVER_500, trace)).isFalse();
  }

  @Test
  void anEndBeforeTheStartCountsAsNegative() {
    assertThat(samples(OVER_500, trace(span(1).times(START, START - 600 * MILLI)))).isFalse();
    assertThat(
            samples(
                "type: latency, latency: {threshold_ms: -2}",
                trace(span(1).times(START, START - MILLI))))
        .isTrue();
  }

  @Test
  void anEndOf0IsAtTheEpoch() {
    assertThat(vote(OVER_500, trace(span(1).times(START, 0))).measured())
        .isEqualTo("duration -1700000000000 ms");
  }

  @Test
  void timesBeyondTheYear2262AreUnsigned() {
    long late = Long.MIN_VALUE + 5;

    assertThat(samples(OVER_500, trace(span(1).times(late, late + 501 * MILLI)))).isTrue();
    assertThat(samples(OVER_500, trace(span(1).times(late, late + 500 * MILLI)))).isFalse();
  }

  @Test
  void withoutABlockNearlyEveryTraceIsSampled() {
    assertThat(samples("type: latency", lasting(MILLI))).isTrue();
  }
}
