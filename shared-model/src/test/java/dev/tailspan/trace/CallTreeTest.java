package dev.tailspan.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The shape of a trace as one number. */
class CallTreeTest {
  private final Random random = new Random(1);
  private TraceId id = new TraceId(1, 2);

  private Span span(int number, int parent, String name) {
    return Span.builder(id, new SpanId(number))
        .parentSpanId(new SpanId(parent))
        .name(name)
        .kind(SpanKind.SERVER)
        .resource(new Resource(Attributes.ofStrings("service.name", "s"), 0, ""))
        .times(1_000 + random.nextInt(1000), 3_000)
        .build();
  }

  private static long shape(Span... spans) {
    return CallTree.of(StagedTrace.of(List.of(spans))).fingerprint(false, false);
  }

  private static long repeats(List<Span> spans) {
    return CallTree.of(StagedTrace.of(spans)).fingerprint(false, true);
  }

  @Test
  void idsTimesAndTheOrderOfChildrenDoNotMatter() {
    long first = shape(span(1, 0, "a"), span(2, 1, "b"), span(3, 1, "c"), span(4, 3, "d"));
    for (int i = 0; i < 20; i++) {
      id = new TraceId(random.nextLong(), 7);
      assertThat(shape(span(9, 0, "a"), span(7, 8, "d"), span(8, 9, "c"), span(6, 9, "b")))
          .isEqualTo(first);
    }
  }

  @Test
  void whoHangsUnderWhomDoes() {
    long under = shape(span(1, 0, "a"), span(2, 1, "b"), span(3, 2, "c"));

    assertThat(shape(span(1, 0, "a"), span(2, 1, "b"), span(3, 1, "c"))).isNotEqualTo(under);
    assertThat(shape(span(1, 0, "a"), span(2, 1, "c"), span(3, 2, "b"))).isNotEqualTo(under);
    assertThat(shape(span(1, 0, "a"), span(2, 1, "b"))).isNotEqualTo(under);
  }

  @Test
  void servicesAndKindsDo() {
    long one = shape(span(1, 0, "a"));

    assertThat(shape(span(1, 0, "a").toBuilder().kind(SpanKind.CLIENT).build())).isNotEqualTo(one);
    assertThat(
            shape(
                span(1, 0, "a").toBuilder()
                    .resource(new Resource(Attributes.ofStrings("service.name", "t"), 0, ""))
                    .build()))
        .isNotEqualTo(one);
  }

  @Test
  void anErrorDoesOnlyWhereItIsAskedFor() {
    Span fine = span(1, 0, "a");
    Span failed = fine.toBuilder().status(new Status(Status.Code.ERROR, "")).build();

    assertThat(shape(failed)).isEqualTo(shape(fine));
    assertThat(CallTree.of(StagedTrace.of(List.of(failed))).fingerprint(true, false))
        .isNotEqualTo(CallTree.of(StagedTrace.of(List.of(fine))).fingerprint(true, false));
  }

  @Test
  void repeatsCountByDoublingsWhereTheyAreAskedFor() {
    assertThat(shape(loop(3).toArray(Span[]::new))).isEqualTo(shape(loop(30).toArray(Span[]::new)));
    assertThat(repeats(loop(4))).isEqualTo(repeats(loop(7))).isNotEqualTo(repeats(loop(8)));
  }

  private List<Span> loop(int times) {
    List<Span> spans = new ArrayList<>();
    spans.add(span(1, 0, "a"));
    for (int i = 0; i < times; i++) {
      spans.add(span(2 * i + 2, 1, "query"));
      spans.add(span(2 * i + 3, 2 * i + 2, "read"));
    }
    return spans;
  }

  @Test
  void circlesDeepChainsAndOrphansEnd() {
    assertThat(shape(span(1, 2, "a"), span(2, 1, "b"))).isNotZero();
    assertThat(shape(span(1, 1, "a"))).isEqualTo(shape(span(5, 0, "a")));
    assertThat(shape(span(3, 77, "a"))).isEqualTo(shape(span(5, 0, "a")));
    List<Span> chain = new ArrayList<>();
    for (int i = 1; i <= 50_000; i++) {
      chain.add(span(i, i - 1, "a"));
    }
    CallTree deep = CallTree.of(StagedTrace.of(chain));
    assertThat(deep.fingerprint(true, true)).isNotEqualTo(shape(span(1, 0, "a")));
  }

  @Test
  void theRootIsTheEarliestSpanWithoutAParent() {
    Span child = span(2, 1, "b").toBuilder().times(1, 2).build();
    Span root = span(1, 0, "a");

    assertThat(CallTree.root(StagedTrace.of(List.of(child, root))).name()).isEqualTo("a");
    assertThat(CallTree.root(StagedTrace.of(List.of(child, span(3, 9, "c")))).name())
        .isEqualTo("b");
  }
}
