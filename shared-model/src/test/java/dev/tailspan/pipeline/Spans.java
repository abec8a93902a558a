package dev.tailspan.pipeline;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.SamplingMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Small traces with random ids from a seed. */
public final class Spans {
  private static final long START = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000;

  private final Random random;

  public Spans(long seed) {
    random = new Random(seed);
  }

  public TraceId traceId() {
    return new TraceId(random.nextLong() | 1, random.nextLong());
  }

  /** A root with children, all well. */
  public List<Span> trace(int size) {
    TraceId id = traceId();
    SpanId root = new SpanId(random.nextLong() | 1);
    List<Span> spans = new ArrayList<>();
    spans.add(span(id, root, SpanId.NONE, "frontend", "GET /").build());
    for (int i = 1; i < size; i++) {
      spans.add(child(spans.get(0), "service-" + i % 3, "call-" + i));
    }
    return spans;
  }

  public Span child(Span parent, String service, String name) {
    return span(parent.traceId(), new SpanId(random.nextLong() | 1), parent.spanId(), service, name)
        .build();
  }

  public static Span failed(Span span) {
    return span.toBuilder().status(new Status(Status.Code.ERROR, "boom")).build();
  }

  private SpanBuilder span(TraceId id, SpanId span, SpanId parent, String service, String name) {
    long start = START + random.nextInt(1000) * MILLI;
    return Span.builder(id, span)
        .resource(new Resource(Attributes.ofStrings("service.name", service), 0, ""))
        .parentSpanId(parent)
        .name(name)
        .kind(SpanKind.SERVER)
        .attributes(Attributes.ofStrings("http.request.method", "GET"))
        .times(start, start + (1 + random.nextInt(100)) * MILLI);
  }

  /** As they were sent, with the marks that are put on a trace found kept. */
  static List<Span> marked(List<Span> sent, FoundTrace found) {
    return found
        .sampling()
        .map(why -> SamplingMark.on(sent, why.policy(), why.adjustedCount()))
        .orElse(sent);
  }

  /** In the order of their ids, to compare as sets that would show a double. */
  public static List<Span> sorted(Collection<Span> spans) {
    return spans.stream()
        .sorted(
            Comparator.comparing(Span::traceId)
                .thenComparing(Span::spanId)
                .thenComparing(Span::name))
        .toList();
  }
}
