package dev.tailspan.trace;

import static dev.tailspan.trace.TraceFixtures.EPOCH;
import static dev.tailspan.trace.TraceFixtures.build;
import static dev.tailspan.trace.TraceFixtures.service;
import static dev.tailspan.trace.TraceFixtures.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceAnalysisTest {
  private static final long MS = 1_000_000;

  @Test
  void childrenHangUnderTheirParentsByStart() {
    TraceAnalysis trace =
        TraceAnalysis.of(build(span(3, 1, 50, 60), span(1, 0, 0, 100), span(2, 1, 10, 20)));

    TraceTree tree = trace.tree();
    assertThat(ids(trace, tree.preOrder())).containsExactly(1L, 2L, 3L);
    assertThat(tree.depths()).containsExactly(0, 1, 1);
    assertThat(trace.flags()).isEmpty();
    assertThat(trace.durationNanos()).isEqualTo(100 * MS);
  }

  @Test
  void theSameSpansInAnyOrderGiveTheSameAnalysis() {
    List<Span> spans = TraceFixtures.random(new Random(1), 60);
    TraceAnalysis expected = TraceAnalysis.of(spans);
    for (int seed = 0; seed < 50; seed++) {
      List<Span> shuffled = new ArrayList<>(spans);
      Collections.shuffle(shuffled, new Random(seed));
      TraceAnalysis trace = TraceAnalysis.of(shuffled);
      assertThat(trace.spans()).isEqualTo(expected.spans());
      assertThat(trace.tree().preOrder()).isEqualTo(expected.tree().preOrder());
      assertThat(trace.criticalPath()).isEqualTo(expected.criticalPath());
      assertThat(trace.summary()).isEqualTo(expected.summary());
      assertThat(trace.bottleneck()).isEqualTo(expected.bottleneck());
    }
  }

  @Test
  void aTraceWithoutSpansIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> TraceAnalysis.of(List.of()));
  }

  @Test
  void anOrphanIsATopOfItsOwnAndTheRootIsMissed() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(2, 9, 5, 10), span(3, 2, 6, 7)));

    assertThat(trace.flags()).containsExactlyInAnyOrder(TraceFlag.ORPHANS, TraceFlag.MISSING_ROOT);
    assertThat(ids(trace, trace.tree().roots())).containsExactly(2L);
    assertThat(trace.isOrphan(trace.root())).isTrue();
    assertThat(trace.summary().rootName()).isEqualTo("op2");
  }

  @Test
  void ofSeveralRootsTheEarliestStandsForTheTraceAndHasTheCriticalPath() {
    TraceAnalysis trace =
        TraceAnalysis.of(build(span(2, 0, 10, 500), span(1, 0, 5, 20), span(3, 99, 0, 900)));

    assertThat(trace.flags())
        .containsExactlyInAnyOrder(TraceFlag.MULTIPLE_ROOTS, TraceFlag.ORPHANS);
    assertThat(trace.spans().get(trace.root()).name()).isEqualTo("op1");
    assertThat(path(trace)).containsExactly("op1 5-20");
  }

  @Test
  void aSpanThatIsItsOwnParentIsATop() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 1, 0, 10), span(2, 1, 2, 3)));
    assertThat(trace.flags())
        .containsExactlyInAnyOrder(TraceFlag.PARENT_CYCLE, TraceFlag.MISSING_ROOT);
    assertThat(ids(trace, trace.tree().preOrder())).containsExactly(1L, 2L);
  }

  @Test
  void aCircleIsCutAboveItsEarliestSpan() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(span(1, 3, 5, 10), span(2, 1, 6, 9), span(3, 2, 4, 8), span(4, 3, 7, 8)));
    assertThat(trace.flags()).contains(TraceFlag.PARENT_CYCLE);
    assertThat(ids(trace, trace.tree().roots())).containsExactly(3L);
    assertThat(ids(trace, trace.tree().preOrder())).containsExactly(3L, 1L, 2L, 4L);
  }

  @Test
  void aServerHangsUnderTheClientThatSharesItsIdAndTakesTheChildren() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 100),
                span(2, 1, 10, 90).kind(SpanKind.CLIENT),
                span(2, 1, 20, 80).kind(SpanKind.SERVER).name("served"),
                span(3, 2, 30, 40)));
    assertThat(trace.flags()).isEmpty();
    assertThat(trace.tree().depths()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void spansOfOneIdThatDifferAreAllKeptAndFlaggedAndCopiesAreNot() {
    Span one = span(2, 1, 10, 20).build();
    TraceAnalysis trace =
        TraceAnalysis.of(
            List.of(span(1, 0, 0, 100).build(), one, one, one.toBuilder().name("else").build()));
    assertThat(trace.spans()).hasSize(3);
    assertThat(trace.flags()).containsExactly(TraceFlag.DUPLICATE_SPAN_ID);

    assertThat(TraceAnalysis.of(List.of(one, one)).flags())
        .doesNotContain(TraceFlag.DUPLICATE_SPAN_ID);
  }

  @Test
  void selfTimeIsWhatNoChildCovers() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 100),
                span(2, 1, 10, 30),
                span(3, 1, 20, 40),
                span(4, 1, 25, 28),
                span(5, 1, 90, 200),
                span(6, 1, 300, 400)));
    assertThat(trace.selfNanos(0)).isEqualTo((100 - 30 - 10) * MS);
    assertThat(trace.selfNanos(1)).isEqualTo(20 * MS);
  }

  @Test
  void theCriticalPathGoesBackFromTheLastFinishingChild() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 100),
                span(2, 1, 10, 40),
                span(3, 1, 20, 50),
                span(4, 1, 60, 90),
                span(5, 4, 70, 80)));
    assertThat(path(trace))
        .containsExactly(
            "op1 0-20",
            "op3 20-50",
            "op1 50-60",
            "op4 60-70",
            "op5 70-80",
            "op4 80-90",
            "op1 90-100");
  }

  @Test
  void siblingsBackToBackAreAllOnThePath() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(span(1, 0, 0, 30), span(2, 1, 0, 10), span(3, 1, 10, 20), span(4, 1, 20, 30)));
    assertThat(path(trace)).containsExactly("op2 0-10", "op3 10-20", "op4 20-30");
  }

  @Test
  void aChildThatOverflowsIsCutToItsParent() {
    TraceAnalysis trace =
        TraceAnalysis.of(build(span(1, 0, 10, 50), span(2, 1, 40, 90), span(3, 1, 5, 20)));
    assertThat(path(trace)).containsExactly("op3 10-20", "op1 20-40", "op2 40-50");
  }

  @Test
  void aProducerDoesNotWaitForItsConsumers() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 50),
                span(2, 1, 10, 40).kind(SpanKind.PRODUCER),
                span(3, 2, 15, 40).kind(SpanKind.CONSUMER)));
    assertThat(path(trace)).containsExactly("op1 0-10", "op2 10-40", "op1 40-50");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 30, 120})
  void theSectionsOfAnyTraceAreDisjointInOrderAndAddUpToTheRoot(int size) {
    for (int seed = 0; seed < 1_500; seed++) {
      TraceAnalysis trace = TraceAnalysis.of(TraceFixtures.random(new Random(seed), size));
      int root = trace.root();
      long upTo = trace.startNanos(root);
      for (PathSection section : trace.criticalPath()) {
        assertThat(section.startNanos()).as("seed %d", seed).isEqualTo(upTo);
        assertThat(section.endNanos()).isGreaterThan(upTo);
        assertThat(section.startNanos()).isGreaterThanOrEqualTo(trace.startNanos(section.span()));
        assertThat(section.endNanos()).isLessThanOrEqualTo(trace.endNanos(section.span()));
        upTo = section.endNanos();
      }
      assertThat(upTo).as("seed %d", seed).isEqualTo(trace.endNanos(root));
    }
  }

  @Test
  void everySpanOfAnyTraceIsInTheTreeOnceAndItsSelfTimeAgreesWithCounting() {
    for (int seed = 0; seed < 1_000; seed++) {
      TraceAnalysis trace = TraceAnalysis.of(TraceFixtures.random(new Random(seed), 40));
      int[] order = trace.tree().preOrder();
      assertThat(Arrays.stream(order).distinct().count()).isEqualTo(trace.spans().size());
      for (int span : order) {
        assertThat(trace.selfNanos(span)).isEqualTo(selfByCounting(trace, span));
      }
    }
  }

  private static long selfByCounting(TraceAnalysis trace, int span) {
    long self = 0;
    for (long ms = trace.startNanos(span); ms < trace.endNanos(span); ms += MS) {
      boolean covered = false;
      for (int i = 0; i < trace.tree().childCount(span); i++) {
        int child = trace.tree().child(span, i);
        covered |= trace.startNanos(child) <= ms && ms < trace.endNanos(child);
      }
      self += covered ? 0 : MS;
    }
    return self;
  }

  @Test
  void theBottleneckIsNamedInASentence() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 2_100).name("GET /cart").resource(service("frontend")),
                span(2, 1, 200, 2_030).name("GetCart").resource(service("cartservice"))));
    Bottleneck bottleneck = trace.bottleneck();
    assertThat(bottleneck.sentence()).isEqualTo("cartservice GetCart took 1.83 s of 2.10 s (87 %)");
    assertThat(trace.spans().get(bottleneck.span()).name()).isEqualTo("GetCart");
  }

  @Test
  void manyCallsOfOneOperationAreNamedTogether() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 100),
                span(2, 1, 10, 40).name("q"),
                span(3, 1, 40, 60).name("q").status(new Status(Status.Code.ERROR, "")),
                span(4, 1, 60, 91).name("q").status(new Status(Status.Code.ERROR, ""))));
    assertThat(trace.bottleneck().sentence())
        .isEqualTo(
            "shop q took 31.0 ms of 100 ms (31 %), its 3 spans together 81.0 ms of 100 ms (81 %),"
                + " and failed");
  }

  @Test
  void aTraceOfNoDurationHasNoBottleneck() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 0, 5, 5)));
    assertThat(trace.bottleneck()).isNull();
    assertThat(trace.criticalPath()).isEmpty();
  }

  @Test
  void negativeDurationsCountAsNone() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 0, 0, 100), span(2, 1, 50, 40)));
    assertThat(trace.flags()).containsExactly(TraceFlag.NEGATIVE_DURATION);
    assertThat(trace.durationNanos(1)).isZero();
    assertThat(trace.selfNanos(0)).isEqualTo(100 * MS);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1700000000000000000, ZERO_TIMESTAMP",
    "1700000000000000000, 0, ZERO_TIMESTAMP",
    "0, 0, ZERO_TIMESTAMP",
    "-9223372036854775808, -1, FAR_FUTURE_TIMESTAMP",
    "1700000000000000000, -1, FAR_FUTURE_TIMESTAMP",
    "-1, 0, FAR_FUTURE_TIMESTAMP",
  })
  void oneAbsurdTimestampDoesNotStretchTheTrace(long start, long end, TraceFlag flag) {
    TraceAnalysis trace =
        TraceAnalysis.of(build(span(1, 0, 0, 100), span(2, 1, 0, 0).times(start, end)));
    assertThat(trace.flags()).contains(flag);
    assertThat(trace.summary().startTimeUnixNano()).isEqualTo(EPOCH);
    assertThat(trace.summary().durationNanos()).isEqualTo(100 * MS);
    assertThat(trace.flags()).doesNotContain(TraceFlag.CLOCK_SKEW);
  }

  @Test
  void anUndatedRootIsStillTheRoot() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 0, 0, 0).times(0, 0), span(2, 1, 10, 20)));
    assertThat(trace.summary().rootName()).isEqualTo("op1");
    assertThat(trace.summary().durationNanos()).isEqualTo(10 * MS);
  }

  @Test
  void aTraceThatLiesWhollyBeyond2262IsMeasuredAsAnyOther() {
    TraceAnalysis trace =
        TraceAnalysis.of(
            build(
                span(1, 0, 0, 0).times(Long.MIN_VALUE + 5, Long.MIN_VALUE + 105),
                span(2, 1, 0, 0).times(Long.MIN_VALUE + 15, Long.MIN_VALUE + 55)));
    assertThat(trace.flags()).isEmpty();
    assertThat(trace.summary().startTimeUnixNano()).isEqualTo(Long.MIN_VALUE + 5);
    assertThat(trace.summary().durationNanos()).isEqualTo(100);
    assertThat(trace.selfNanos(0)).isEqualTo(60);
  }

  @Test
  void aTraceWithNoTimesAtAllIsStillATrace() {
    TraceAnalysis trace = TraceAnalysis.of(build(span(1, 0, 0, 0).times(0, 0)));
    assertThat(trace.summary().startTimeUnixNano()).isZero();
    assertThat(trace.summary().durationNanos()).isZero();
  }

  @Test
  void aChildThatStartsBeforeItsParentTellsOfSkew() {
    assertThat(flags(span(1, 0, 10, 100), span(2, 1, 8, 50))).containsExactly(TraceFlag.CLOCK_SKEW);
    assertThat(flags(span(1, 0, 10, 100), span(2, 1, 9, 50))).isEmpty();
  }

  @Test
  void onlyAServerThatOutlivesAClientThatDidNotFailTellsOfSkew() {
    SpanBuilder root = span(1, 0, 0, 100);
    SpanBuilder client = span(2, 1, 10, 50).kind(SpanKind.CLIENT);
    assertThat(flags(root, client, span(3, 2, 20, 60).kind(SpanKind.SERVER)))
        .containsExactly(TraceFlag.CLOCK_SKEW);
    assertThat(flags(root, client, span(3, 2, 20, 51).kind(SpanKind.SERVER))).isEmpty();
    assertThat(flags(root, client, span(3, 2, 20, 60))).isEmpty();
    client.status(new Status(Status.Code.ERROR, "timed out"));
    assertThat(flags(root, client, span(3, 2, 20, 60).kind(SpanKind.SERVER))).isEmpty();
  }

  @Test
  void replacedTextIsFlaggedWhereverItIs() {
    assertThat(flags(span(1, 0, 0, 1).name("a\uFFFD"))).containsExactly(TraceFlag.INVALID_UTF8);
    assertThat(flags(span(1, 0, 0, 1).attributes(Attributes.ofStrings("k", "\uFFFD"))))
        .containsExactly(TraceFlag.INVALID_UTF8);
  }

  @Test
  void theSummaryIsCappedSortedAndKnowsWhatTheCallerKnows() {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      spans.add(
          span(i, i / 2, 0, 1)
              .name("x".repeat(1_000) + i)
              .resource(service("s" + (1000 - i)))
              .status(i % 3 == 0 ? new Status(Status.Code.ERROR, "") : Status.UNSET)
              .build());
    }
    TraceSummary summary = TraceAnalysis.of(spans).summary(Set.of(TraceFlag.TRUNCATED));
    assertThat(summary.services()).hasSize(50).isSorted().startsWith("s700");
    assertThat(summary.operations()).hasSize(100).isSorted();
    assertThat(summary.operations().get(0)).isEqualTo("s700\n" + "x".repeat(256));
    assertThat(summary.spanCount()).isEqualTo(300);
    assertThat(summary.errorCount()).isEqualTo(100);
    assertThat(summary.flags()).containsExactly("truncated");
  }

  @Test
  void aChainOfAHundredThousandIsAnalysed() {
    int size = 100_000;
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      spans.add(span(i, i - 1, 0, 0).times(EPOCH + i, EPOCH + 2L * size - i).build());
    }
    TraceAnalysis trace = TraceAnalysis.of(spans);
    assertThat(trace.tree().depths()[size - 1]).isEqualTo(size - 1);
    assertThat(trace.criticalPath()).hasSize(2 * size - 3);
    assertThat(trace.flags()).isEmpty();
  }

  @Test
  void aFanOfAHundredThousandIsAnalysed() {
    int size = 100_000;
    List<Span> spans = new ArrayList<>();
    spans.add(span(1, 0, 0, 0).times(EPOCH, EPOCH + size).build());
    for (int i = 0; i < size; i++) {
      spans.add(span(2 + i, 1, 0, 0).times(EPOCH + i, EPOCH + i + 1).build());
    }
    TraceAnalysis trace = TraceAnalysis.of(spans);
    assertThat(trace.criticalPath()).hasSize(size);
    assertThat(trace.selfNanos(0)).isZero();
    assertThat(trace.flags()).isEmpty();
  }

  @Test
  void aHundredThousandSpansOfOneIdAreAnalysed() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      spans.add(span(1, 1 + i % 2, i % 7, i % 7 + 1).name("n" + i).build());
    }
    TraceAnalysis trace = TraceAnalysis.of(spans);
    assertThat(trace.spans()).hasSize(100_000);
    assertThat(trace.flags()).contains(TraceFlag.DUPLICATE_SPAN_ID);
  }

  private static Set<TraceFlag> flags(SpanBuilder... spans) {
    return TraceAnalysis.of(build(spans)).flags();
  }

  private static List<String> path(TraceAnalysis trace) {
    return trace.criticalPath().stream()
        .map(
            s ->
                trace.spans().get(s.span()).name()
                    + " "
                    + millis(trace, s.startNanos())
                    + "-"
                    + millis(trace, s.endNanos()))
        .toList();
  }

  private static long millis(TraceAnalysis trace, long nanos) {
    return (trace.startTimeUnixNano() + nanos - EPOCH) / MS;
  }

  private static List<Long> ids(TraceAnalysis trace, int[] spans) {
    return Arrays.stream(spans)
        .mapToObj(i -> trace.spans().get(i).spanId())
        .map(SpanId::value)
        .toList();
  }
}
