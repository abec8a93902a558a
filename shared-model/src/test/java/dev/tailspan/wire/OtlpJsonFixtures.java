package dev.tailspan.wire;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.List;

/** Spans with everything and with nothing. */
final class OtlpJsonFixtures {
  private OtlpJsonFixtures() {}

  static Span bare() {
    return Span.builder(new TraceId(0, 1), new SpanId(-1)).build();
  }

  static Span full() {
    return Span.builder(new TraceId(0x5b8efff798038103L, 0xd269b633813fc60cL), new SpanId(0xbL))
        .resource(new Resource(everyValue(), 3, "https://opentelemetry.io/schemas/1.26.0"))
        .scope(new Scope("scope", "1.2", everyValue(), 4, "https://example.org/schema"))
        .parentSpanId(new SpanId(Long.MIN_VALUE))
        .traceState("ot=th:8,a=b")
        .flags(0x8000_0301)
        .name("GET /caf\u00e9 \uD83D\uDE00 \" \\ \u0001")
        .kind(SpanKind.PRODUCER)
        .times(Long.MAX_VALUE, -2)
        .attributes(everyValue(), -1)
        .events(List.of(new Event(-3, "e", everyValue(), 5), bareEvent()), 6)
        .links(
            List.of(
                new Link(new TraceId(1, 2), new SpanId(3), "l=1", everyValue(), 7, 0x100),
                new Link(new TraceId(0, 0), SpanId.NONE, "", Attributes.NONE, 0, 0)),
            8)
        .status(new Status(Status.Code.ERROR, "boom"))
        .build();
  }

  private static Event bareEvent() {
    return new Event(0, "", Attributes.NONE, 0);
  }

  private static Attributes everyValue() {
    AttributeValue list =
        new AttributeValue.ArrayValue(
            List.of(
                new AttributeValue.IntValue(-1),
                AttributeValue.EMPTY,
                new AttributeValue.ArrayValue(List.of())));
    return new Attributes(
        List.of(
            new KeyValue("string", new AttributeValue.StringValue("")),
            new KeyValue("bool", new AttributeValue.BoolValue(false)),
            new KeyValue("int", new AttributeValue.IntValue(Long.MIN_VALUE)),
            new KeyValue("double", new AttributeValue.DoubleValue(-0.1e-300)),
            new KeyValue("nan", new AttributeValue.DoubleValue(Double.NaN)),
            new KeyValue("infinite", new AttributeValue.DoubleValue(Double.NEGATIVE_INFINITY)),
            new KeyValue("bytes", new AttributeValue.BytesValue(new byte[] {0, -1, 127})),
            new KeyValue("list", list),
            new KeyValue(
                "map",
                new AttributeValue.KeyValueListValue(
                    new Attributes(List.of(new KeyValue("k", list), new KeyValue("k", list))))),
            new KeyValue("empty", AttributeValue.EMPTY),
            new KeyValue("", AttributeValue.EMPTY)));
  }
}
