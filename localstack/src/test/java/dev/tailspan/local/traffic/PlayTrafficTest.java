package dev.tailspan.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayTrafficTest {
  private static final double UNBOUNDED = 1e9;

  @Test
  void allSpansOfTheCaptureAreSentOnceAboutHalfEachWay() throws Exception {
    List<Span> one = new ArrayList<>();
    List<Span> other = new ArrayList<>();
    List<Span> all = OnlineBoutique.spans(1L << 60, new TraceId(0, 0));

    PlayTraffic play = new PlayTraffic(List.of(one::addAll, other::addAll), UNBOUNDED, sent -> {});
    PlayTraffic.Played played = play.play(all);

    assertThat(played).isEqualTo(new PlayTraffic.Played(23_292, 497));
    List<SpanId> received = new ArrayList<>();
    one.forEach(span -> received.add(span.spanId()));
    other.forEach(span -> received.add(span.spanId()));
    assertThat(received).doesNotHaveDuplicates().hasSize(23_292);
    assertThat(one.size()).isBetween(11_000, 12_300);
    assertThat(one.stream().map(Span::serviceName).distinct())
        .doesNotContainAnyElementsOf(other.stream().map(Span::serviceName).toList());
  }

  @Test
  void progressCountsUpToAllSpans() throws Exception {
    List<Integer> told = new ArrayList<>();
    SyntheticTraces traces = new SyntheticTraces(1);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      spans.addAll(traces.next(1L << 60));
    }
    new PlayTraffic(List.of(batch -> {}), UNBOUNDED, told::add).play(spans);
    assertThat(told).isSorted().endsWith(spans.size());
  }

  @Test
  void syntheticTracesAreTheSameForTheSameSeedAndWholeTrees() {
    SyntheticTraces one = new SyntheticTraces(7);
    SyntheticTraces again = new SyntheticTraces(7);
    for (int i = 0; i < 200; i++) {
      List<Span> trace = one.next(1000);
      assertThat(trace).isEqualTo(again.next(1000));
      assertThat(trace).filteredOn(Span::isRoot).hasSize(1);
      List<SpanId> ids = trace.stream().map(Span::spanId).toList();
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(trace.stream().filter(s -> !s.isRoot()).map(Span::parentSpanId)).isSubsetOf(ids);
      assertThat(trace).allSatisfy(s -> assertThat(s.durationNanos()).isPositive());
    }
    assertThat(new SyntheticTraces(8).next(1000)).isNotEqualTo(new SyntheticTraces(7).next(1000));
  }
}
