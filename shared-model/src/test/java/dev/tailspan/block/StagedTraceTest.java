package dev.tailspan.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.TestTraces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StagedTraceTest {
  @Test
  void decodesToTheSpansItWasMadeOf() {
    RandomSpans random = new RandomSpans(9);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      spans.add(random.span(TestTraces.id(1)));
    }
    StagedTrace trace = StagedTrace.of(spans);
    assertThat(trace.spans().stream().map(StagedSpan::decode))
        .containsExactlyInAnyOrderElementsOf(spans);
  }

  @Test
  void saysOfASpanInPlaceWhatTheDecodedOneSays() {
    RandomSpans random = new RandomSpans(10);
    for (int i = 0; i < 300; i++) {
      StagedSpan staged = StagedTrace.of(List.of(random.span(TestTraces.id(2)))).spans().get(0);
      Span span = staged.decode();
      assertThat(staged.traceId()).isEqualTo(span.traceId());
      assertThat(staged.spanId()).isEqualTo(span.spanId());
      assertThat(staged.parentSpanId()).isEqualTo(span.parentSpanId());
      assertThat(staged.startTimeUnixNano()).isEqualTo(span.startTimeUnixNano());
      assertThat(staged.endTimeUnixNano()).isEqualTo(span.endTimeUnixNano());
      assertThat(staged.durationNanos()).isEqualTo(span.durationNanos());
      assertThat(staged.kind()).isEqualTo(span.kind());
      assertThat(staged.statusCode()).isEqualTo(span.status().code());
      assertThat(staged.flags()).isEqualTo(span.flags());
      assertThat(staged.name()).isEqualTo(span.name());
      assertThat(staged.traceState()).isEqualTo(span.traceState());
      assertThat(staged.serviceName()).isEqualTo(span.serviceName());
      span.attributes()
          .forEach(
              entry ->
                  assertThat(staged.attribute(AttributeKey.of(entry.key())))
                      .isEqualTo(span.attributes().get(entry.key())));
      assertThat(staged.attribute(AttributeKey.of("no such key"))).isNull();
      span.resource()
          .attributes()
          .forEach(
              entry ->
                  assertThat(staged.resource().attribute(AttributeKey.of(entry.key())))
                      .isEqualTo(span.resource().attributes().get(entry.key())));
    }
  }

  @Test
  void isTheSameInWhateverOrderItsSpansCome() {
    List<Span> spans = new ArrayList<>(TestTraces.trace(3, 60));
    List<SpanId> order = ids(StagedTrace.of(spans));
    Collections.shuffle(spans, new Random(1));
    assertThat(ids(StagedTrace.of(spans))).isEqualTo(order);
  }

  @Test
  void sortsByStartAsUnsignedNumbers() {
    Span old = TestTraces.span(TestTraces.id(4), 1).times(5, 6).build();
    Span farFuture = TestTraces.span(TestTraces.id(4), 2).times(-5, -4).build();
    assertThat(ids(StagedTrace.of(List.of(farFuture, old))))
        .containsExactly(new SpanId(1), new SpanId(2));
  }

  @Test
  void holdsASpanThatCameTwiceOnce() {
    List<Span> spans = TestTraces.trace(5, 4);
    List<Span> twice = new ArrayList<>(spans);
    twice.addAll(spans.subList(1, 3));
    StagedTrace trace = StagedTrace.of(twice);
    assertThat(trace.spans()).hasSize(4);
    assertThat(trace.duplicates()).isEqualTo(2);
    assertThat(trace.hasConflictingSpans()).isFalse();
  }

  @Test
  void keepsBothOfTwoSpansThatShareAnIdAndSaysSo() {
    Span one = TestTraces.span(TestTraces.id(6), 1).name("one").times(1, 9).build();
    Span between = TestTraces.span(TestTraces.id(6), 2).times(2, 3).build();
    Span other = one.toBuilder().name("other").times(5, 9).build();
    StagedTrace trace = StagedTrace.of(List.of(one, between, other));
    assertThat(trace.spans()).hasSize(3);
    assertThat(trace.hasConflictingSpans()).isTrue();
  }

  @Test
  void takesSpansOfDifferentResourcesForDifferent() {
    Span one = TestTraces.span(TestTraces.id(6), 1).build();
    Span other = one.toBuilder().resource(TestTraces.resource("cart")).build();
    assertThat(StagedTrace.of(List.of(one, other)).hasConflictingSpans()).isTrue();
  }

  @Test
  void letsAClientAndAServerShareASpanIdAsZipkinDoes() {
    Span server = TestTraces.span(TestTraces.id(6), 1).build();
    Span client = server.toBuilder().kind(SpanKind.CLIENT).build();
    StagedTrace trace = StagedTrace.of(List.of(server, client));
    assertThat(trace.spans()).hasSize(2);
    assertThat(trace.hasConflictingSpans()).isFalse();
  }

  @Test
  void sharesOneResourceAmongTheSpansThatCameUnderIt() {
    List<StagedSpan> spans = StagedTrace.of(TestTraces.trace(7, 50)).spans();
    assertThat(spans.stream().map(StagedSpan::resource).distinct()).hasSize(5);
  }

  @Test
  void refusesSpansOfTwoTraces() {
    assertThatThrownBy(() -> StagedTrace.of(TestTraces.traces(0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(TestTraces.id(1).hex());
    assertThatThrownBy(() -> StagedTrace.of(List.of())).hasMessageContaining("at least one span");
  }

  private static List<SpanId> ids(StagedTrace trace) {
    return trace.spans().stream().map(StagedSpan::spanId).toList();
  }
}
