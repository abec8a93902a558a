package dev.tailspan.storage.contract;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.BoolValue;
import dev.tailspan.model.AttributeValue.BytesValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import java.util.ArrayList;
import java.util.List;

/** Spans to archive: everyday ones and odd ones. */
public final class ArchivedSpans {
  private static final long START = 1_792_000_000_123_456_789L;
  private static final int LAST_BYTE = 255;

  private ArchivedSpans() {}

  /** A kept trace of these spans. */
  public static KeptTrace kept(TraceId id, List<Span> spans) {
    return new KeptTrace(id, StoredValues.sampling(), StoredValues.summary(), spans);
  }

  /** A trace of everyday spans that share resource, scope and attributes. */
  public static KeptTrace everyday(TraceId id, int spanCount) {
    List<Span> spans = new ArrayList<>(spanCount);
    Span first = everydaySpan(id, new SpanId(1));
    for (int i = 0; i < spanCount; i++) {
      spans.add(
          first.toBuilder()
              .spanId(new SpanId(i + 1))
              .parentSpanId(new SpanId(i / 2))
              .times(START + i, START + i + 1_000_000)
              .build());
    }
    return kept(id, spans);
  }

  /** A span as an SDK sends it. */
  public static Span everydaySpan(TraceId id, SpanId spanId) {
    return Span.builder(id, spanId)
        .resource(
            new Resource(
                attributes(
                    entry("service.name", "cart"),
                    entry("telemetry.sdk.language", "java"),
                    new KeyValue("process.pid", new IntValue(4711)),
                    new KeyValue(
                        "process.command_args",
                        new ArrayValue(List.of(new StringValue("java"), new StringValue("-jar"))))),
                0,
                "https://opentelemetry.io/schemas/1.24.0"))
        .scope(new Scope("io.opentelemetry.tomcat-10.0", "2.9.0", Attributes.NONE, 0, ""))
        .name("GET /cart/{id}")
        .kind(SpanKind.SERVER)
        .flags(0x101)
        .times(START, START + 1_204_000)
        .attributes(
            attributes(
                entry("http.method", "GET"),
                entry("url.path", "/cart/17?größe=✓"),
                new KeyValue("http.status_code", new IntValue(200)),
                new KeyValue("cache.hit", new BoolValue(true)),
                new KeyValue("queue.seconds", new DoubleValue(0.25))))
        .build();
  }

  /** Spans that lose something when they are written as texts and signed numbers. */
  public static List<Span> odd(TraceId id) {
    List<Span> spans = new ArrayList<>();
    spans.add(Span.builder(id, new SpanId(spans.size() + 1)).build());
    spans.add(everydaySpan(id, new SpanId(spans.size() + 1)));
    for (AttributeValue value : oddValues()) {
      SpanBuilder span = Span.builder(id, new SpanId(spans.size() + 1));
      spans.add(span.attributes(attributes(new KeyValue("odd", value))).build());
    }
    for (long[] times : oddTimes()) {
      spans.add(
          Span.builder(id, new SpanId(spans.size() + 1))
              .times(times[0], times[1])
              .events(List.of(new Event(times[1], "at", Attributes.NONE, 0)), 0)
              .build());
    }
    for (Attributes list : oddLists()) {
      spans.add(
          Span.builder(id, new SpanId(spans.size() + 1))
              .resource(new Resource(list, 0, ""))
              .scope(new Scope("s", "1", list, 0, ""))
              .attributes(list)
              .events(List.of(new Event(1, "a", list, 0), new Event(2, "b", list, 0)), 0)
              .links(List.of(new Link(id, new SpanId(9), "", list, 0, 0)), 0)
              .build());
    }
    spans.add(withEveryField(id, new SpanId(-1)));
    return spans;
  }

  /** A span with no field at its default. */
  public static Span withEveryField(TraceId id, SpanId spanId) {
    Attributes some = attributes(entry("k", "v"), new KeyValue("n", new IntValue(-1)));
    return Span.builder(id, spanId)
        .resource(new Resource(some, 1, "https://example.org/resource"))
        .scope(new Scope("scope", "1.2.3", some, -1, "https://example.org/scope"))
        .parentSpanId(new SpanId(Long.MIN_VALUE))
        .traceState("vendor=1,ot=th:8")
        .flags(-1)
        .name("every field")
        .kind(SpanKind.CONSUMER)
        .times(START, START + 5)
        .attributes(some, 3)
        .events(
            List.of(
                new Event(START + 1, "plain", Attributes.NONE, 0),
                new Event(START + 2, "", some, 4),
                new Event(-2, "far future", Attributes.NONE, 0)),
            5)
        .links(
            List.of(
                new Link(new TraceId(0, 0), SpanId.NONE, "", Attributes.NONE, 0, 0),
                new Link(new TraceId(-1, 1), new SpanId(7), "a=b", some, 6, 0x300)),
            7)
        .status(new Status(Status.Code.ERROR, "it broke: ✗"))
        .build();
  }

  private static List<AttributeValue> oddValues() {
    AttributeValue nested =
        new KeyValueListValue(
            attributes(
                entry("same", "1"),
                new KeyValue("same", new IntValue(1)),
                new KeyValue("none", AttributeValue.EMPTY),
                new KeyValue("list", new ArrayValue(List.of(new BytesValue(new byte[] {1}))))));
    return List.of(
        new StringValue(""),
        new StringValue("1"),
        new StringValue("null \u0000 \ud83d\ude00 \" \\ \ufffd"),
        new IntValue(Long.MIN_VALUE),
        new BoolValue(false),
        new DoubleValue(-0.0),
        new DoubleValue(1),
        new DoubleValue(Double.NaN),
        new DoubleValue(Double.NEGATIVE_INFINITY),
        new DoubleValue(Double.MIN_VALUE),
        new BytesValue(new byte[0]),
        new BytesValue(new byte[] {0, 1, (byte) LAST_BYTE}),
        AttributeValue.EMPTY,
        new ArrayValue(List.of()),
        new ArrayValue(List.of(new IntValue(1), new StringValue("1"), AttributeValue.EMPTY)),
        new KeyValueListValue(Attributes.NONE),
        new ArrayValue(List.of(nested, nested)),
        nested);
  }

  private static long[][] oddTimes() {
    return new long[][] {
      {0, 0},
      {START, START - 1},
      {START, 0},
      {0, Long.MAX_VALUE},
      {1, -1},
      {Long.MAX_VALUE, Long.MIN_VALUE},
      {Long.MIN_VALUE, Long.MIN_VALUE + 7},
      {-1, -1},
      {-1, 1}
    };
  }

  private static List<Attributes> oddLists() {
    return List.of(
        attributes(entry("a", "1"), entry("a", "1")),
        attributes(entry("b", "1"), entry("a", "2"), new KeyValue("b", new IntValue(1))),
        attributes(entry("", "")),
        attributes(
            new KeyValue("x", new IntValue(1)), entry("y", "1"), new KeyValue("z", nestedOnce())));
  }

  private static AttributeValue nestedOnce() {
    return new ArrayValue(List.of(new DoubleValue(2)));
  }

  private static KeyValue entry(String key, String value) {
    return new KeyValue(key, new StringValue(value));
  }

  private static Attributes attributes(KeyValue... entries) {
    return new Attributes(List.of(entries));
  }
}
