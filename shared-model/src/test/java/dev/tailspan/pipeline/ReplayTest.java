package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.replay.ReplayAnswer;
import dev.tailspan.replay.ReplayRequest;
import dev.tailspan.replay.ReplayStaged;
import dev.tailspan.replay.Window;
import dev.tailspan.storage.DecisionCounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A candidate tried on what is still staged. */
class ReplayTest {
  private static final Duration QUIET = Duration.ofSeconds(150);
  private static final long STEP_MILLIS = 60_000;
  private static final int TRACES = 40;
  private static final int FAILED = 10;

  private final Spans spans = new Spans(7);

  @Test
  void theFileInForceReplayedDecidesAsProductionDidBudgetsIncluded() throws Exception {
    Pipeline pipeline = decided(Pipeline.LIMITED);

    ReplayAnswer answer = replay(pipeline, Pipeline.LIMITED, () -> true);

    DecisionCounts production = production(pipeline);
    assertThat(answer.next()).isEmpty();
    assertThat(answer.cutBy()).isEmpty();
    assertThat(answer.candidate().traces()).isEqualTo(TRACES);
    assertThat(answer.candidate().spans()).isEqualTo(production.spans());
    assertThat(answer.candidate().keptSpans()).isEqualTo(production.keptSpans());
    assertThat(answer.candidate().keptByPolicy())
        .isEqualTo(doubles(production.keptByPolicy()))
        .containsKeys("errors", "some");
    assertThat(answer.candidate()).isEqualTo(answer.inForce());
    assertThat(answer.gained()).isEqualTo(OptionalLong.of(0));
    assertThat(answer.lost()).isZero();
  }

  @Test
  void aPartReplayedDecidesAsProductionDidThoughWhatCameBeforeIsNotCounted() throws Exception {
    Pipeline pipeline = decided(Pipeline.LIMITED);
    ReplayAnswer whole = replay(pipeline, Pipeline.LIMITED, () -> true);
    long middle = whole.covered().startMillis() + 2 * STEP_MILLIS;

    ReplayAnswer first = replay(pipeline, new Window(0, middle));
    ReplayAnswer second = replay(pipeline, new Window(middle, now(pipeline)));

    assertThat(first.covered().endMillis()).isEqualTo(middle);
    assertThat(second.covered().startMillis()).isEqualTo(middle);
    assertThat(first.candidate().traces()).isPositive();
    assertThat(first.candidate().traces() + second.candidate().traces()).isEqualTo(TRACES);
    assertThat(first.candidate().kept() + second.candidate().kept())
        .isEqualTo(whole.candidate().kept());
    assertThat(first.candidate().keptBytes() + second.candidate().keptBytes())
        .isEqualTo(whole.candidate().keptBytes());
  }

  @Test
  void aFileThatWaitsLongerHasTheSameTracesInTheSameWindow() throws Exception {
    Pipeline pipeline = decided(Pipeline.ERRORS_ONLY);

    ReplayAnswer answer =
        replay(pipeline, "decision_wait: 170s\n" + Pipeline.ERRORS_ONLY, () -> true);

    assertThat(answer.compared()).isEqualTo(TRACES);
    assertThat(answer.candidate().keptByPolicy()).isEqualTo(answer.inForce().keptByPolicy());
    assertThat(answer.lost()).isZero();
  }

  @Test
  void aCandidateThatKeepsAllGainsWhatHadNoErrorAndShowsExamplesWithBothReasons() throws Exception {
    Pipeline pipeline = decided(Pipeline.ERRORS_ONLY);

    ReplayAnswer answer = replay(pipeline, Pipeline.EVERYTHING, () -> true);

    assertThat(answer.compared()).isEqualTo(TRACES);
    assertThat(answer.gained()).isEqualTo(OptionalLong.of(TRACES - FAILED));
    assertThat(answer.lost()).isZero();
    assertThat(answer.gainedExamples()).hasSize(3);
    ReplayAnswer.Change change = answer.gainedExamples().get(0);
    assertThat(change.rootService()).isEqualTo("frontend");
    assertThat(change.rootName()).isEqualTo("GET /");
    assertThat(change.durationNanos()).isPositive();
    assertThat(change.candidate()).startsWith("everything: ");
    assertThat(change.inForce()).isNotBlank().doesNotContain("everything");
    assertThat(answer.candidate().keptBytes()).isGreaterThan(answer.inForce().keptBytes());
    assertThat(answer.candidate().steps()).isBetween(1L, (long) TRACES);
  }

  @Test
  void aStricterCandidateLosesTraces() throws Exception {
    ReplayAnswer answer = replay(decided(Pipeline.EVERYTHING), Pipeline.ERRORS_ONLY, () -> true);

    assertThat(answer.lost()).isEqualTo(TRACES - FAILED);
    assertThat(answer.gained()).isEqualTo(OptionalLong.of(0));
    assertThat(answer.lostExamples()).hasSize(3);
  }

  @Test
  void aReplayWritesNothingAndChangesNothing() throws Exception {
    Pipeline pipeline = decided(Pipeline.LIMITED);
    pipeline.faults.reset();

    replay(pipeline, Pipeline.EVERYTHING, () -> true);

    assertThat(pipeline.faults.calls()).isNotEmpty().noneMatch(Writes::isWrite);
  }

  @Test
  void cutByTimeItSaysHowFarItCameAndGoesOnFromThereToTheSameSums() throws Exception {
    Pipeline pipeline = decided(Pipeline.LIMITED);
    ReplayAnswer whole = replay(pipeline, Pipeline.ERRORS_ONLY, () -> true);
    int[] left = {2};

    ReplayAnswer cut = replay(pipeline, Pipeline.ERRORS_ONLY, () -> left[0]-- > 0);

    assertThat(cut.cutBy()).contains(ReplayAnswer.Bound.TIME);
    assertThat(cut.covered().millis()).isEqualTo(2 * STEP_MILLIS);
    assertThat(cut.next())
        .contains(new Window(cut.covered().endMillis(), whole.covered().endMillis()));
    assertThat(cut.perDay(1)).isEqualTo(86_400.0 / 120);
    ReplayAnswer rest =
        replay(
            pipeline,
            Pipeline.ERRORS_ONLY,
            new ReplayRequest(
                cut.next().orElseThrow(), now(pipeline), 3, 64 << 20, 1000, () -> true));
    assertThat(rest.next()).isEmpty();
    assertThat(cut.candidate().kept() + rest.candidate().kept())
        .isEqualTo(whole.candidate().kept());
    assertThat(cut.lost() + rest.lost()).isEqualTo(whole.lost());
  }

  @Test
  void cutByBytesOrTracesItSaysSo() throws Exception {
    Pipeline pipeline = decided(Pipeline.EVERYTHING);
    Window all = new Window(0, now(pipeline));

    ReplayAnswer bytes =
        replay(
            pipeline,
            Pipeline.ERRORS_ONLY,
            new ReplayRequest(all, now(pipeline), 3, 1, 9_000, () -> true));
    ReplayAnswer traces =
        replay(
            pipeline,
            Pipeline.ERRORS_ONLY,
            new ReplayRequest(all, now(pipeline), 3, 64 << 20, 9, () -> true));

    assertThat(bytes.cutBy()).contains(ReplayAnswer.Bound.BYTES);
    assertThat(bytes.next()).isPresent();
    assertThat(traces.cutBy()).contains(ReplayAnswer.Bound.TRACES);
    assertThat(traces.compared()).isBetween(9L, TRACES - 1L);
  }

  @Test
  void whatIsNotStagedAnyMoreIsNotTakenForTimeWithoutTraffic() throws Exception {
    Pipeline pipeline = decided(Pipeline.EVERYTHING);
    pipeline.wait(Duration.ofSeconds(Pipeline.TTL_SECONDS));

    assertThat(
            useCase(pipeline)
                .replay(
                    file(Pipeline.ERRORS_ONLY),
                    new ReplayRequest(
                        new Window(0, now(pipeline)), now(pipeline), 3, 1, 1, () -> true)))
        .isEmpty();
  }

  @Test
  void beforeAnythingIsDecidedThereIsNothingToReplay() throws Exception {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);

    assertThat(
            useCase(pipeline)
                .replay(
                    file(Pipeline.ERRORS_ONLY),
                    new ReplayRequest(
                        new Window(0, now(pipeline)), now(pipeline), 3, 1, 1, () -> true)))
        .isEmpty();
  }

  /** Forty traces, ten of them with an error, over several steps; all decided. */
  private Pipeline decided(String policy) {
    Pipeline pipeline = new Pipeline(policy, 2);
    for (int i = 0; i < TRACES; i++) {
      List<Span> trace = new ArrayList<>(spans.trace(3));
      if (i % (TRACES / FAILED) == 0) {
        trace.set(1, Spans.failed(trace.get(1)));
      }
      pipeline.put(i % 2, trace);
      pipeline.wait(Duration.ofSeconds(5));
    }
    pipeline.ingest(10);
    pipeline.wait(QUIET);
    pipeline.finish();
    return pipeline;
  }

  private static DecisionCounts production(Pipeline pipeline) {
    return FinalizeTest.cursors(pipeline).stream()
        .map(cursor -> cursor.counts())
        .reduce(DecisionCounts.NONE, DecisionCounts::plus);
  }

  private static Map<String, Double> doubles(Map<String, Long> counts) {
    Map<String, Double> doubles = new TreeMap<>();
    counts.forEach((policy, count) -> doubles.put(policy, (double) count));
    return doubles;
  }

  private static ReplayAnswer replay(Pipeline pipeline, String yaml, BooleanSupplier timeLeft)
      throws PolicyFileException {
    return replay(
        pipeline,
        yaml,
        new ReplayRequest(
            new Window(0, now(pipeline)), now(pipeline), 3, 64 << 20, 1000, timeLeft));
  }

  private static ReplayAnswer replay(Pipeline pipeline, Window window) throws PolicyFileException {
    return replay(
        pipeline,
        Pipeline.LIMITED,
        new ReplayRequest(window, now(pipeline), 3, 64 << 20, 1000, () -> true));
  }

  private static ReplayAnswer replay(Pipeline pipeline, String yaml, ReplayRequest request)
      throws PolicyFileException {
    Optional<ReplayAnswer> answer = useCase(pipeline).replay(file(yaml), request);
    return answer.orElseThrow();
  }

  private static ReplayStaged useCase(Pipeline pipeline) {
    return new ReplayStaged(
        new ReplayStaged.Stores(pipeline.staging, pipeline.watermarks, pipeline.decisions),
        pipeline.policyVersions(),
        pipeline.settings);
  }

  private static PolicyFile file(String yaml) throws PolicyFileException {
    return PolicyFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static long now(Pipeline pipeline) {
    return pipeline.clock.getAsLong();
  }
}
