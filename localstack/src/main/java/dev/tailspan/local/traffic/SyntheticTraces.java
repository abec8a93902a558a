package dev.tailspan.local.traffic;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up traces for tests that count: same seed, same ids, trees and lengths. Each has one root, 2
 * to 24 spans over five services, and sometimes a failed span.
 */
public final class SyntheticTraces {
  private static final String[] SERVICES = {"gateway", "orders", "stock", "payment", "mail"};
  private static final int MOST_SPANS = 24;
  private static final double ERROR_SHARE = 0.01;
  private static final long MILLI = 1_000_000;

  private final SplittableRandom random;

  public SyntheticTraces(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * The next trace, root first.
   *
   * @param startTimeUnixNano when its root starts
   */
  public List<Span> next(long startTimeUnixNano) {
    TraceId traceId = new TraceId(random.nextLong(), nonZero());
    int count = random.nextInt(2, MOST_SPANS + 1);
    List<Span> spans = new ArrayList<>(count);
    spans.add(span(traceId, SpanId.NONE, startTimeUnixNano, 100 * MILLI));
    while (spans.size() < count) {
      Span parent = spans.get(random.nextInt(spans.size()));
      long room = Math.max(4, parent.durationNanos());
      long start = parent.startTimeUnixNano() + random.nextLong(room / 2);
      spans.add(span(traceId, parent.spanId(), start, room / 2));
    }
    return spans;
  }

  private Span span(TraceId traceId, SpanId parent, long start, long longestNanos) {
    String service = SERVICES[random.nextInt(SERVICES.length)];
    boolean failed = random.nextDouble() < ERROR_SHARE;
    return Span.builder(traceId, new SpanId(nonZero()))
        .parentSpanId(parent)
        .resource(new Resource(Attributes.ofStrings("service.name", service), 0, ""))
        .name("operation-" + random.nextInt(8))
        .kind(SpanKind.SERVER)
        .times(start, start + 1 + random.nextLong(Math.max(1, longestNanos)))
        .attributes(Attributes.ofStrings("synthetic.number", Long.toString(random.nextLong(1000))))
        .status(failed ? new Status(Status.Code.ERROR, "synthetic failure") : Status.UNSET)
        .build();
  }

  private long nonZero() {
    return random.nextLong() | 1;
  }
}
