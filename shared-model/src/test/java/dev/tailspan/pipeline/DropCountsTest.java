package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import dev.tailspan.storage.DecisionCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dropped traces by the {@code drop} policy that dropped them. */
class DropCountsTest {
  private static final String DROP_TWO_KINDS =
      """
      policies:
        - name: errors
          type: status_code
          status_code: {status_codes: [ERROR]}
        - name: large
          type: drop
          drop:
            drop_sub_policy:
              - {name: many, type: span_count, span_count: {min_spans: 4}}
        - name: pairs
          type: drop
          drop:
            drop_sub_policy:
              - {name: two, type: span_count, span_count: {min_spans: 2, max_spans: 2}}
      """;

  private final Spans spans = new Spans(6);
  private final Pipeline pipeline = new Pipeline(DROP_TWO_KINDS, 1);

  @Test
  void areCountedApartFromThoseThatNoPolicyWanted() {
    for (int size : new int[] {1, 2, 2, 3, 4, 5, 6}) {
      pipeline.put(0, spans.trace(size));
    }
    List<Span> kept = spans.trace(1);
    pipeline.put(0, List.of(Spans.failed(kept.get(0))));
    decide();

    assertThat(counts().dropped()).isEqualTo(7);
    assertThat(counts().droppedByPolicy()).isEqualTo(Map.of("large", 3L, "pairs", 2L));
    assertThat(counts().keptByPolicy()).isEqualTo(Map.of("errors", 1L));
  }

  @Test
  void oneThatIsDroppedAgainCountsOnceAndOneThatIsBroughtBackStillCounts() {
    List<Span> large = spans.trace(4);
    List<Span> pair = spans.trace(2);
    pipeline.put(0, large);
    pipeline.put(0, pair);
    decide();
    pipeline.put(0, List.of(spans.child(large.get(0), "late", "fine")));
    pipeline.put(0, List.of(Spans.failed(spans.child(pair.get(0), "late", "error"))));
    decide();

    assertThat(counts().droppedByPolicy()).isEqualTo(Map.of("large", 1L, "pairs", 1L));
    assertThat(counts().dropped()).isEqualTo(1);
    assertThat(counts().revived()).isEqualTo(1);
  }

  private DecisionCounts counts() {
    return FinalizeTest.cursors(pipeline).stream()
        .map(cursor -> cursor.counts())
        .reduce(DecisionCounts.NONE, DecisionCounts::plus);
  }

  private void decide() {
    pipeline.ingest(100);
    pipeline.wait(Duration.ofSeconds(150));
    pipeline.finish();
  }
}
