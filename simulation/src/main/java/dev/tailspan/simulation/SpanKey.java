package dev.tailspan.simulation;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;

/** What tells the spans of the traffic apart. The marks of a kept trace are not in it. */
record SpanKey(
    TraceId traceId, SpanId spanId, String name, long start, long end, Status.Code status) {
  static SpanKey of(Span span) {
    return new SpanKey(
        span.traceId(),
        span.spanId(),
        span.name(),
        span.startTimeUnixNano(),
        span.endTimeUnixNano(),
        span.status().code());
  }
}
