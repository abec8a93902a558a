package dev.tailspan.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpProto;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces as a payload brings them, which is how the Collector's processor sees them. */
class AsReceivedTest {
  private static final TraceId A = TestTraces.id(1);
  private static final TraceId B = TestTraces.id(2);

  private static SpanBuilder span(TraceId trace, long id, long start) {
    return Span.builder(trace, new SpanId(id)).times(start, start + 1);
  }

  private static List<StagedTrace> received(byte[]... payload) throws DecodeException {
    return StagedTrace.asReceived(Arrays.stream(payload).map(ByteSlice::of).toList());
  }

  private static List<Long> ids(StagedTrace trace) {
    return trace.spans().stream().map(StagedSpan::spanIdValue).toList();
  }

  @Test
  void tracesComeInTheOrderOfTheirFirstSpansAndSpansAsTheyArrived() throws Exception {
    byte[] first =
        OtlpProto.encode(
            List.of(span(B, 9, 50).build(), span(A, 7, 40).build(), span(B, 8, 1).build()));
    byte[] second = OtlpProto.encode(List.of(span(A, 6, 3).build()));
    List<StagedTrace> traces = received(first, second);
    assertThat(traces).extracting(StagedTrace::id).containsExactly(B, A);
    assertThat(ids(traces.get(0))).containsExactly(9L, 8L);
    assertThat(ids(traces.get(1))).containsExactly(7L, 6L);
  }

  @Test
  void aSpanSentTwiceIsThereTwice() throws Exception {
    byte[] payload = OtlpProto.encode(List.of(span(A, 1, 5).build()));
    StagedTrace trace = received(payload, payload).get(0);
    assertThat(ids(trace)).containsExactly(1L, 1L);
    assertThat(trace.leftOut()).isZero();
    assertThat(trace.hasConflictingSpans()).isFalse();
  }

  @Test
  void spansOfOneIdAndDifferentContentAreAConflict() throws Exception {
    byte[] payload =
        OtlpProto.encode(List.of(span(A, 1, 5).name("a").build(), span(A, 1, 5).name("b").build()));
    assertThat(received(payload).get(0).hasConflictingSpans()).isTrue();
  }

  @Test
  void equalResourcesOfTwoEntriesStayTwo() throws Exception {
    byte[] payload =
        OtlpProto.encode(List.of(span(A, 1, 5).resource(TestTraces.resource("s")).build()));
    StagedTrace trace = received(payload, payload).get(0);
    StagedResource one = trace.spans().get(0).resource();
    StagedResource other = trace.spans().get(1).resource();
    assertThat(one).isNotSameAs(other);
    assertThat(one.resource()).isEqualTo(other.resource());
  }

  @Test
  void theAllZeroTraceIdIsATraceLikeAnyOther() throws Exception {
    byte[] payload = OtlpProto.encode(List.of(span(new TraceId(0, 0), 1, 5).build()));
    assertThat(received(payload, payload))
        .singleElement()
        .satisfies(trace -> assertThat(trace.spans()).hasSize(2));
  }

  @Test
  void aTraceIdOfAnotherLengthIsRefused() {
    byte[] payload = HexFormat.of().parseHex("0a07" + "1205" + "1203" + "0a0177");
    assertThatThrownBy(() -> received(payload))
        .isInstanceOf(DecodeException.class)
        .hasMessage("a span has a trace id of 1 bytes in place of 16");
  }

  @Test
  void encodingInOrderKeepsResourcesApartThatCameApart() throws Exception {
    Resource resource = TestTraces.resource("s");
    Resource again = TestTraces.resource("s");
    Scope scope = new Scope("lib", "1", resource.attributes(), 0, "");
    List<Span> spans =
        List.of(
            span(A, 1, 5).resource(resource).scope(scope).build(),
            span(A, 2, 4).resource(resource).scope(Scope.EMPTY).build(),
            span(A, 3, 3).resource(resource).scope(scope).build(),
            span(A, 4, 2).resource(again).scope(scope).build());
    StagedTrace trace = received(OtlpProto.encodeInOrder(spans)).get(0);
    assertThat(trace.spans().stream().map(StagedSpan::decode)).containsExactlyElementsOf(spans);
    List<StagedResource> resources = trace.spans().stream().map(StagedSpan::resource).toList();
    assertThat(resources.get(0)).isSameAs(resources.get(1)).isSameAs(resources.get(2));
    assertThat(resources.get(3)).isNotSameAs(resources.get(0));
  }

  @Test
  void encodingNothingInOrderGivesNothing() {
    assertThat(OtlpProto.encodeInOrder(List.of())).isEmpty();
  }
}
