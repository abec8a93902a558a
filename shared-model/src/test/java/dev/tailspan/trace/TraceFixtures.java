package dev.tailspan.trace;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Traces made by hand and by seed; times in milliseconds after a fixed moment. */
final class TraceFixtures {
  static final long EPOCH = 1_700_000_000_000_000_000L;
  static final TraceId TRACE = new TraceId(7, 7);

  private TraceFixtures() {}

  static SpanBuilder span(long id, long parent, long startMillis, long endMillis) {
    return Span.builder(TRACE, new SpanId(id))
        .parentSpanId(new SpanId(parent))
        .name("op" + id)
        .kind(SpanKind.INTERNAL)
        .resource(service("shop"))
        .times(EPOCH + startMillis * 1_000_000, EPOCH + endMillis * 1_000_000);
  }

  static Resource service(String name) {
    return new Resource(Attributes.ofStrings("service.name", name), 0, "");
  }

  static List<Span> build(SpanBuilder... spans) {
    return Arrays.stream(spans).map(SpanBuilder::build).toList();
  }

  /**
   * Any shape: children that overflow, overlap, touch, come early; orphans, circles, shared ids.
   */
  static List<Span> random(Random random, int size) {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      long parent =
          i == 1
              ? 0
              : random.nextInt(20) == 0 ? random.nextInt(size + 5) : 1 + random.nextInt(i - 1);
      long start = random.nextInt(50);
      SpanBuilder span =
          span(
              random.nextInt(30) == 0 ? 1 + random.nextInt(i) : i,
              parent,
              start,
              start + random.nextInt(50));
      if (i == 1) {
        span.times(EPOCH, EPOCH + random.nextInt(100) * 1_000_000L);
      } else if (random.nextInt(40) == 0) {
        span.times(random.nextInt(2) - 1, random.nextLong());
      }
      spans.add(
          span.kind(SpanKind.of(random.nextInt(6)))
              .name("op" + random.nextInt(4))
              .resource(service("service" + random.nextInt(3)))
              .status(random.nextInt(5) == 0 ? new Status(Status.Code.ERROR, "") : Status.UNSET)
              .build());
    }
    return spans;
  }
}
