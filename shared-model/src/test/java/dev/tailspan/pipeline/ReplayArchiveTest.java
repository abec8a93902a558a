package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.model.Span;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.replay.ReplayAnswer;
import dev.tailspan.replay.ReplayArchive;
import dev.tailspan.replay.ReplayRequest;
import dev.tailspan.replay.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A candidate tried on what was archived, with its weights. */
class ReplayArchiveTest {
  private static final int TRACES = 400;
  private static final int FAILED = 40;
  private static final String HALF_AND_ERRORS =
      """
      policies:
        - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
        - {name: half, type: probabilistic, probabilistic: {sampling_percentage: 50}}
      """;
  private static final String TENTH_SAME_HASH =
      """
      policies:
        - {name: tenth, type: probabilistic, probabilistic: {sampling_percentage: 10}}
      """;
  private static final String TENTH_OTHER_HASH =
      """
      policies:
        - {name: tenth, type: probabilistic, probabilistic: {sampling_percentage: 10, hash_salt: x}}
      """;
  private static final String MORE_SAME_HASH =
      """
      policies:
        - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
        - {name: more, type: probabilistic, probabilistic: {sampling_percentage: 80}}
      """;

  /** Of 360 traces at 50 %: four standard deviations of the estimated number of all. */
  private static final double FOUR_SIGMAS = 4 * Math.sqrt(360);

  private final Spans spans = new Spans(11);

  @Test
  void theNumberOfAllTracesIsEstimatedFromTheWeightsOfThoseThatWereKept() throws Exception {
    Pipeline pipeline = decided();

    ReplayAnswer answer = replay(pipeline, HALF_AND_ERRORS, 10_000, () -> true);

    assertThat(answer.candidate().traces()).isCloseTo(TRACES, within(FOUR_SIGMAS));
    assertThat(answer.candidate().traces()).isNotEqualTo(answer.inForce().kept());
    assertThat(answer.candidate().spans()).isCloseTo(3.0 * TRACES, within(3 * FOUR_SIGMAS));
    assertThat(answer.next()).isEmpty();
  }

  @Test
  void theFileInForceIsSaidToKeepAboutWhatItKeptAndErrorsExactly() throws Exception {
    Pipeline pipeline = decided();

    ReplayAnswer answer = replay(pipeline, HALF_AND_ERRORS, 10_000, () -> true);

    assertThat(answer.inForce().keptByPolicy()).containsEntry("errors", (double) FAILED);
    assertThat(answer.candidate().keptByPolicy().get("errors")).isEqualTo(FAILED, within(1e-9));
    assertThat(answer.candidate().keptByPolicy().get("half"))
        .isEqualTo(answer.inForce().keptByPolicy().get("half"), within(1e-6));
    assertThat(answer.lost()).isZero();
    assertThat(answer.gained()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void theEstimateIsTheSameWhetherTheCandidateSharesTheHashOrNot() throws Exception {
    Pipeline pipeline = decided();

    double same = replay(pipeline, TENTH_SAME_HASH, 10_000, () -> true).candidate().kept();
    double other = replay(pipeline, TENTH_OTHER_HASH, 10_000, () -> true).candidate().kept();

    assertThat(same).isCloseTo(TRACES / 10.0, within(FOUR_SIGMAS / 10)).isEqualTo(other);
  }

  @Test
  void aCandidateThatKeepsMoreThanIsArchivedIsEstimatedAllTheSame() throws Exception {
    ReplayAnswer answer = replay(decided(), MORE_SAME_HASH, 10_000, () -> true);

    assertThat(answer.candidate().kept())
        .isCloseTo(FAILED + 0.8 * (TRACES - FAILED), within(0.8 * FOUR_SIGMAS))
        .isGreaterThan(answer.inForce().kept());
  }

  @Test
  void tracesThatTheCandidateWouldNotKeepAreNamedWithBothReasons() throws Exception {
    ReplayAnswer answer = replay(decided(), TENTH_SAME_HASH, 10_000, () -> true);

    assertThat(answer.compared()).isEqualTo((long) answer.inForce().kept());
    assertThat(answer.lost()).isBetween(100L, answer.compared());
    assertThat(answer.lostExamples()).hasSize(3);
    ReplayAnswer.Change change = answer.lostExamples().get(0);
    assertThat(change.inForce()).matches("(half|errors): .*");
    assertThat(change.candidate()).isEqualTo("no policy sampled it");
  }

  @Test
  void someTracesStandForTheOthers() throws Exception {
    Pipeline pipeline = decided();
    ReplayAnswer all = replay(pipeline, HALF_AND_ERRORS, 10_000, () -> true);

    ReplayAnswer some = replay(pipeline, HALF_AND_ERRORS, 90, () -> true);

    assertThat(some.compared()).isLessThan(all.compared() / 2).isPositive();
    assertThat(some.inForce().keptByPolicy()).isEqualTo(all.inForce().keptByPolicy());
    assertThat(some.candidate().traces())
        .isCloseTo(all.candidate().traces(), within(0.25 * TRACES));
    assertThat(some.next()).isEmpty();
  }

  @Test
  void whenTimeIsUpThoseThatWereReadStandForTheRest() throws Exception {
    Pipeline pipeline = decided();
    int[] left = {99};

    ReplayAnswer answer = replay(pipeline, HALF_AND_ERRORS, 10_000, () -> left[0]-- > 0);

    assertThat(answer.compared()).isEqualTo(100);
    assertThat(answer.cutBy()).contains(ReplayAnswer.Bound.TIME);
    assertThat(answer.next()).isEmpty();
    assertThat(answer.candidate().traces()).isCloseTo(TRACES, within(0.25 * TRACES));
  }

  @Test
  void timeBeforeThereWasAnyTrafficIsNotTakenForTrafficThatKeepsNothing() throws Exception {
    ReplayAnswer answer = replay(decided(), HALF_AND_ERRORS, 10_000, () -> true);

    assertThat(answer.covered().millis()).isBetween(2_000L * TRACES, 2_000L * TRACES + 300_000);
  }

  @Test
  void policiesWithBudgetsAreNamedAndKeepNothing() throws Exception {
    ReplayAnswer answer = replay(decided(), Pipeline.LIMITED, 10_000, () -> true);

    assertThat(answer.leftOut()).containsExactly("some", "none");
    assertThat(answer.candidate().keptByPolicy()).containsOnlyKeys("errors");
  }

  @Test
  void lateSpansDoNotMakeASecondTraceOfATrace() throws Exception {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    List<Span> trace = spans.trace(3);
    pipeline.put(0, trace.subList(0, 2));
    settle(pipeline);
    pipeline.put(0, trace.subList(2, 3));
    settle(pipeline);

    ReplayAnswer answer = replay(pipeline, Pipeline.EVERYTHING, 10_000, () -> true);

    assertThat(answer.candidate().traces()).isEqualTo(1);
    assertThat(answer.candidate().kept()).isEqualTo(1);
    assertThat(answer.inForce().kept()).isEqualTo(1);
  }

  @Test
  void theStatisticsOfAnHourAreReadOnceThoughTracesComeInNoOrder() throws Exception {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 2);
    for (int hour = 0; hour < 2; hour++) {
      for (int i = 0; i < 20; i++) {
        pipeline.put(i % 2, spans.trace(3));
      }
      settle(pipeline);
      pipeline.wait(Duration.ofHours(1));
    }
    long now = pipeline.clock.getAsLong();
    pipeline.faults.reset();

    ReplayAnswer answer =
        useCase(pipeline)
            .replay(
                file(
                    "policies: [{name: slow, type: percentile_latency,"
                        + " percentile_latency: {percentile: 90, min_samples: 5}}]"),
                new ReplayRequest(
                    new Window(now - 3 * 3_600_000, now), now, 3, 64 << 20, 100, () -> true));

    assertThat(answer.compared()).isEqualTo(40);
    assertThat(pipeline.faults.calls().stream().filter("stats.newest"::equals)).hasSize(4);
  }

  @Test
  void aReplayWritesNothing() throws Exception {
    Pipeline pipeline = decided();
    pipeline.faults.reset();

    replay(pipeline, TENTH_SAME_HASH, 10_000, () -> true);

    assertThat(pipeline.faults.calls()).isNotEmpty().noneMatch(Writes::isWrite);
  }

  private Pipeline decided() {
    Pipeline pipeline = new Pipeline(HALF_AND_ERRORS, 2);
    for (int i = 0; i < TRACES; i++) {
      List<Span> trace = new ArrayList<>(spans.trace(3));
      if (i % (TRACES / FAILED) == 0) {
        trace.set(1, Spans.failed(trace.get(1)));
      }
      pipeline.put(i % 2, trace);
      pipeline.wait(Duration.ofSeconds(2));
    }
    settle(pipeline);
    return pipeline;
  }

  private static void settle(Pipeline pipeline) {
    pipeline.ingest(50);
    pipeline.wait(Duration.ofSeconds(150));
    pipeline.finish();
  }

  private static Window window(Pipeline pipeline) {
    long now = pipeline.clock.getAsLong();
    return new Window(now - 3_600_000, now);
  }

  private static ReplayAnswer replay(
      Pipeline pipeline, String yaml, int maxTraces, BooleanSupplier timeLeft)
      throws PolicyFileException {
    return useCase(pipeline)
        .replay(
            file(yaml),
            new ReplayRequest(
                window(pipeline), pipeline.clock.getAsLong(), 3, 64 << 20, maxTraces, timeLeft));
  }

  private static ReplayArchive useCase(Pipeline pipeline) {
    return new ReplayArchive(
        new ReplayArchive.Stores(
            pipeline.index, pipeline.archive, pipeline.stats, pipeline.watermarks),
        pipeline.settings);
  }

  private static PolicyFile file(String yaml) throws PolicyFileException {
    return PolicyFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
