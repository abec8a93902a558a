package dev.tailspan.model;

/** A pointer from a span to another, of this trace or a different one. */
public record Link(
    TraceId traceId,
    SpanId spanId,
    String traceState,
    Attributes attributes,
    int droppedAttributesCount,
    int flags) {}
