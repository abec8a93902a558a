package dev.tailspan.local.chaos;

import dev.tailspan.local.traffic.SendException;
import dev.tailspan.local.traffic.SpanSender;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One trace with very many spans, sent bit by bit. Its root fails, so that it is kept. */
final class HotTrace implements AutoCloseable {
  private static final long BIT_MILLIS = 500;
  private static final Resource RESOURCE =
      new Resource(Attributes.ofStrings("service.name", "hot"), 0, "");

  private final TraceId id;
  private final SpanId root = new SpanId(1);
  private final long startNanos = System.currentTimeMillis() * 1_000_000;
  private final int spans;
  private final SpanSender way;
  private final int bit;
  private final Background sending = new Background("hot trace", this::sendBit);
  private volatile int sent;
  private long nextNanos;

  /**
   * @param within it is sent evenly over this time
   */
  HotTrace(TraceId id, int spans, Duration within, SpanSender way) {
    this.id = id;
    this.spans = spans;
    this.way = way;
    long bits = Math.max(1, within.toMillis() / BIT_MILLIS);
    this.bit = (int) Math.max(1, (spans + bits - 1) / bits);
  }

  /** Without spans it does nothing. */
  void start() {
    nextNanos = System.nanoTime();
    sending.start();
  }

  TraceId id() {
    return id;
  }

  /** How many it is to have. */
  int spans() {
    return spans;
  }

  /** Spans that were accepted so far. */
  int sent() {
    return sent;
  }

  private boolean sendBit() throws InterruptedException {
    if (sent == spans) {
      return false;
    }
    int to = Math.min(spans, sent + bit);
    try {
      way.send(part(sent, to));
      sent = to;
    } catch (SendException e) {
      // The same once more; what was taken of it comes twice.
    }
    nextNanos = Math.max(nextNanos + BIT_MILLIS * 1_000_000, System.nanoTime());
    Thread.sleep(Math.max(0, (nextNanos - System.nanoTime()) / 1_000_000));
    return true;
  }

  private List<Span> part(int from, int to) {
    List<Span> part = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      part.add(span(i));
    }
    return part;
  }

  private Span span(int number) {
    boolean isRoot = number == 0;
    return Span.builder(id, new SpanId(number + 1L))
        .parentSpanId(isRoot ? SpanId.NONE : root)
        .resource(RESOURCE)
        .name(isRoot ? "hot" : "part")
        .kind(SpanKind.INTERNAL)
        .times(startNanos + number * 1000L, startNanos + number * 1000L + 500)
        .status(isRoot ? new Status(Status.Code.ERROR, "boom") : Status.UNSET)
        .build();
  }

  @Override
  public void close() throws InterruptedException {
    sending.close();
  }
}
