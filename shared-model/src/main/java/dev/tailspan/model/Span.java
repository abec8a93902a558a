package dev.tailspan.model;

import java.util.List;

/**
 * One span with the resource and scope it came under, all fields of OTLP's {@code Span}.
 *
 * @param parentSpanId {@link SpanId#NONE} for a root
 * @param traceState W3C tracestate as received
 * @param flags the 32 bits of OTLP's {@code flags}: bits 0-7 W3C trace flags, 8-9 is-remote
 * @param startTimeUnixNano nanoseconds since the epoch, unsigned 64 bits (use {@code
 *     Long.compareUnsigned}: from the year 2262 on the sign bit is set)
 * @param endTimeUnixNano as the start
 */
public record Span(
    Resource resource,
    Scope scope,
    TraceId traceId,
    SpanId spanId,
    SpanId parentSpanId,
    String traceState,
    int flags,
    String name,
    SpanKind kind,
    long startTimeUnixNano,
    long endTimeUnixNano,
    Attributes attributes,
    int droppedAttributesCount,
    List<Event> events,
    int droppedEventsCount,
    List<Link> links,
    int droppedLinksCount,
    Status status) {

  public Span {
    events = List.copyOf(events);
    links = List.copyOf(links);
  }

  /** A builder with every field empty but the ids. */
  public static SpanBuilder builder(TraceId traceId, SpanId spanId) {
    return new SpanBuilder(traceId, spanId);
  }

  /** A builder that starts from this span. */
  public SpanBuilder toBuilder() {
    return new SpanBuilder(this);
  }

  public boolean isRoot() {
    return !parentSpanId.isValid();
  }

  public String serviceName() {
    return resource.serviceName();
  }

  /** End minus start in nanoseconds; 0 where the end lies before the start. */
  public long durationNanos() {
    return Long.compareUnsigned(endTimeUnixNano, startTimeUnixNano) > 0
        ? endTimeUnixNano - startTimeUnixNano
        : 0;
  }
}
