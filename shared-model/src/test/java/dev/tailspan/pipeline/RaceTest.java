package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.Usage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run whose commit comes second. */
class RaceTest {
  private final Spans spans = new Spans(3);

  @Test
  void whatARunHasUsedThatCommitsSecondIsWrittenDownByTheNextCommit() {
    Pipeline pipeline = new Pipeline(Pipeline.ERRORS_ONLY, 1);
    for (int i = 0; i < 20; i++) {
      pipeline.put(0, spans.trace(2));
    }
    pipeline.ingest(100);
    pipeline.wait(Duration.ofSeconds(150));

    FinalizeTraces.Outcome second = secondOf(pipeline);
    assertThat(second.counts().traces()).isZero();
    pipeline.wait(Duration.ofSeconds(150));
    pipeline.finish();

    double written =
        FinalizeTest.cursors(pipeline).stream()
            .map(BucketCursor::counts)
            .mapToDouble(counts -> counts.usage().writeUnits())
            .sum();
    assertThat(written).isEqualTo(7);
    assertThat(pipeline.meter.drain()).isEqualTo(Usage.NONE);
  }

  /** A run that has read the cursors, and then another one works on all buckets before it does. */
  private static FinalizeTraces.Outcome secondOf(Pipeline pipeline) {
    boolean[] first = {true};
    return pipeline
        .newFinalizer()
        .run(
            0,
            Pipeline.LAYOUT.buckets(),
            pipeline.lowWatermark().orElseThrow(),
            () -> {
              if (first[0]) {
                first[0] = false;
                pipeline.finish();
                pipeline.meter.add(new Usage(7, 0, 0, 0, 0, 0));
              }
              return true;
            });
  }
}
