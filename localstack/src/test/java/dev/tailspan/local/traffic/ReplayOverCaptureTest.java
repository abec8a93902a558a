package dev.tailspan.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.replay.ReplayAnswer;
import dev.tailspan.replay.ReplayRequest;
import dev.tailspan.replay.ReplayStaged;
import dev.tailspan.replay.Window;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionCounts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A candidate replayed on the capture keeps what it keeps when it is in force: the same traffic is
 * put through two pipelines, one under each file, and replayed in one of them.
 */
class ReplayOverCaptureTest {
  private static final int SPANS_PER_RECORD = 500;
  private static final String IN_FORCE =
      """
      policies:
        - {name: slow, type: latency, latency: {threshold_ms: 1000}}
        - {name: share, type: probabilistic, probabilistic: {sampling_percentage: 2}}
      """;

  /** All that looks at other traces, at traffic before, or waits longer. */
  private static final String CANDIDATE =
      """
      decision_wait: 50s
      policies:
        - {name: slowest, type: percentile_latency, percentile_latency: {percentile: 95, min_samples: 20}}
        - {name: few, type: rate_limiting, rate_limiting: {spans_per_second: 20}}
        - {name: each, type: diversity, diversity: {period: 1m, distinguish: [errors]}}
        - name: payments
          type: and
          and:
            and_sub_policy:
              - {name: charge, type: service, service: {name: payment}}
              - {name: some, type: probabilistic, probabilistic: {sampling_percentage: 20}}
      """;

  @Test
  void theCandidateKeepsWhatItKeepsWhenItIsInForce() throws Exception {
    Pipeline today = decided(IN_FORCE);
    DecisionCounts inForce = counts(today);
    DecisionCounts tomorrow = counts(decided(CANDIDATE));

    ReplayAnswer answer = replay(today, CANDIDATE);

    assertThat(answer.candidate().traces()).isEqualTo(tomorrow.traces()).isGreaterThan(400);
    assertThat(answer.candidate().keptByPolicy()).isEqualTo(doubles(tomorrow.keptByPolicy()));
    assertThat(answer.candidate().keptByPolicy()).containsKeys("slowest", "few", "each");
    assertThat(answer.candidate().keptSpans()).isEqualTo(tomorrow.keptSpans());
    assertThat(answer.inForce().keptByPolicy()).isEqualTo(doubles(inForce.keptByPolicy()));
    assertThat(answer.gained().orElseThrow() - answer.lost())
        .isEqualTo(tomorrow.kept() - inForce.kept());
  }

  /** The capture's minute of traffic, at its own pace. */
  private static Pipeline decided(String policies) {
    Pipeline pipeline = new Pipeline(policies, 2);
    long now = pipeline.clock.getAsLong() * 1_000_000;
    List<Span> spans = new ArrayList<>(OnlineBoutique.spans(now, new TraceId(1, 2)));
    spans.sort(Comparator.comparingLong(Span::endTimeUnixNano));
    Duration pace = Duration.ofMillis(60_000L * SPANS_PER_RECORD / spans.size());
    for (int i = 0; i < spans.size(); i += SPANS_PER_RECORD) {
      pipeline.wait(pace);
      pipeline.put(i % 2, spans.subList(i, Math.min(spans.size(), i + SPANS_PER_RECORD)));
    }
    pipeline.ingest(20);
    pipeline.wait(Duration.ofMinutes(4));
    pipeline.finish();
    return pipeline;
  }

  private static ReplayAnswer replay(Pipeline pipeline, String yaml) throws Exception {
    long now = pipeline.clock.getAsLong();
    Optional<ReplayAnswer> answer =
        new ReplayStaged(
                new ReplayStaged.Stores(pipeline.staging, pipeline.watermarks, pipeline.decisions),
                pipeline.policyVersions(),
                pipeline.settings())
            .replay(
                PolicyFile.parse(yaml.getBytes(StandardCharsets.UTF_8)),
                new ReplayRequest(new Window(0, now), now, 3, 1 << 30, 10_000, () -> true));
    return answer.orElseThrow();
  }

  private static DecisionCounts counts(Pipeline pipeline) {
    return IntStream.range(0, Pipeline.LAYOUT.buckets())
        .mapToObj(bucket -> pipeline.decisions.cursor(bucket).orElseThrow())
        .map(BucketCursor::counts)
        .reduce(DecisionCounts.NONE, DecisionCounts::plus);
  }

  private static Map<String, Double> doubles(Map<String, Long> counts) {
    Map<String, Double> doubles = new TreeMap<>();
    counts.forEach((policy, count) -> doubles.put(policy, (double) count));
    return doubles;
  }
}
