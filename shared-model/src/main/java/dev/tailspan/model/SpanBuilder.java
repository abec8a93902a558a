package dev.tailspan.model;

import java.util.List;

/** Builds a {@link Span} field by field. */
public final class SpanBuilder {
  private Resource resource = Resource.EMPTY;
  private Scope scope = Scope.EMPTY;
  private TraceId traceId;
  private SpanId spanId;
  private SpanId parentSpanId = SpanId.NONE;
  private String traceState = "";
  private int flags;
  private String name = "";
  private SpanKind kind = SpanKind.UNSPECIFIED;
  private long startTimeUnixNano;
  private long endTimeUnixNano;
  private Attributes attributes = Attributes.NONE;
  private int droppedAttributesCount;
  private List<Event> events = List.of();
  private int droppedEventsCount;
  private List<Link> links = List.of();
  private int droppedLinksCount;
  private Status status = Status.UNSET;

  SpanBuilder(TraceId traceId, SpanId spanId) {
    this.traceId = traceId;
    this.spanId = spanId;
  }

  SpanBuilder(Span span) {
    this(span.traceId(), span.spanId());
    resource(span.resource()).scope(span.scope()).parentSpanId(span.parentSpanId());
    traceState(span.traceState()).flags(span.flags()).name(span.name()).kind(span.kind());
    times(span.startTimeUnixNano(), span.endTimeUnixNano());
    attributes(span.attributes(), span.droppedAttributesCount());
    events(span.events(), span.droppedEventsCount());
    links(span.links(), span.droppedLinksCount()).status(span.status());
  }

  public SpanBuilder traceId(TraceId traceId) {
    this.traceId = traceId;
    return this;
  }

  public SpanBuilder spanId(SpanId spanId) {
    this.spanId = spanId;
    return this;
  }

  public SpanBuilder resource(Resource resource) {
    this.resource = resource;
    return this;
  }

  public SpanBuilder scope(Scope scope) {
    this.scope = scope;
    return this;
  }

  public SpanBuilder parentSpanId(SpanId parentSpanId) {
    this.parentSpanId = parentSpanId;
    return this;
  }

  public SpanBuilder traceState(String traceState) {
    this.traceState = traceState;
    return this;
  }

  public SpanBuilder flags(int flags) {
    this.flags = flags;
    return this;
  }

  public SpanBuilder name(String name) {
    this.name = name;
    return this;
  }

  public SpanBuilder kind(SpanKind kind) {
    this.kind = kind;
    return this;
  }

  /** Start and end, nanoseconds since the epoch, unsigned. */
  public SpanBuilder times(long startTimeUnixNano, long endTimeUnixNano) {
    this.startTimeUnixNano = startTimeUnixNano;
    this.endTimeUnixNano = endTimeUnixNano;
    return this;
  }

  public SpanBuilder attributes(Attributes attributes) {
    return attributes(attributes, 0);
  }

  public SpanBuilder attributes(Attributes attributes, int droppedCount) {
    this.attributes = attributes;
    this.droppedAttributesCount = droppedCount;
    return this;
  }

  public SpanBuilder events(List<Event> events, int droppedCount) {
    this.events = events;
    this.droppedEventsCount = droppedCount;
    return this;
  }

  public SpanBuilder links(List<Link> links, int droppedCount) {
    this.links = links;
    this.droppedLinksCount = droppedCount;
    return this;
  }

  public SpanBuilder status(Status status) {
    this.status = status;
    return this;
  }

  public Span build() {
    return new Span(
        resource,
        scope,
        traceId,
        spanId,
        parentSpanId,
        traceState,
        flags,
        name,
        kind,
        startTimeUnixNano,
        endTimeUnixNano,
        attributes,
        droppedAttributesCount,
        events,
        droppedEventsCount,
        links,
        droppedLinksCount,
        status);
  }
}
