package dev.tailspan.wire;

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
import dev.tailspan.model.SpanId;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes the model as OTLP protobuf. */
final class OtlpEncoder {
  private final ProtoWriter out;

  private OtlpEncoder(ProtoWriter out) {
    this.out = out;
  }

  static byte[] encode(Collection<Span> spans) {
    Map<Resource, Map<Scope, List<Span>>> groups = new LinkedHashMap<>();
    for (Span span : spans) {
      groups
          .computeIfAbsent(span.resource(), r -> new LinkedHashMap<>())
          .computeIfAbsent(span.scope(), s -> new ArrayList<>())
          .add(span);
    }
    OtlpEncoder encoder = new OtlpEncoder(writer(spans.size()));
    groups.forEach(
        (resource, scopes) ->
            encoder.resourceSpans(resource, () -> scopes.forEach(encoder::scopeSpans)));
    return encoder.out.toBytes();
  }

  /** Each run of spans that hold the same resource object is a ResourceSpans; so with scopes. */
  static byte[] encodeInOrder(List<Span> spans) {
    OtlpEncoder encoder = new OtlpEncoder(writer(spans.size()));
    runs(
        spans,
        Span::resource,
        (resource, run) ->
            encoder.resourceSpans(resource, () -> runs(run, Span::scope, encoder::scopeSpans)));
    return encoder.out.toBytes();
  }

  private static ProtoWriter writer(int spans) {
    return new ProtoWriter((int) Math.min(64 + 256L * spans, Integer.MAX_VALUE / 2));
  }

  @SuppressWarnings("ReferenceEquality") // equal ones that came apart stay apart
  private static <T> void runs(
      List<Span> spans, Function<Span, T> of, BiConsumer<T, List<Span>> each) {
    int from = 0;
    for (int i = 1; i <= spans.size(); i++) {
      T current = of.apply(spans.get(from));
      if (i == spans.size() || of.apply(spans.get(i)) != current) {
        each.accept(current, spans.subList(from, i));
        from = i;
      }
    }
  }

  private void resourceSpans(Resource resource, Runnable scopes) {
    int mark = out.begin(1);
    int body = out.begin(1);
    attributes(1, resource.attributes());
    out.unsigned(2, resource.droppedAttributesCount());
    out.end(body);
    scopes.run();
    out.string(3, resource.schemaUrl());
    out.end(mark);
  }

  private void scopeSpans(Scope scope, List<Span> spans) {
    int mark = out.begin(2);
    int body = out.begin(1);
    out.string(1, scope.name());
    out.string(2, scope.version());
    attributes(3, scope.attributes());
    out.unsigned(4, scope.droppedAttributesCount());
    out.end(body);
    for (Span span : spans) {
      int start = out.begin(2);
      span(span);
      out.end(start);
    }
    out.string(3, scope.schemaUrl());
    out.end(mark);
  }

  private void span(Span span) {
    traceId(1, span.traceId());
    spanId(2, span.spanId());
    out.string(3, span.traceState());
    spanId(4, span.parentSpanId());
    out.string(5, span.name());
    out.unsigned(6, span.kind().number());
    time(7, span.startTimeUnixNano());
    time(8, span.endTimeUnixNano());
    attributes(9, span.attributes());
    out.unsigned(10, span.droppedAttributesCount());
    span.events().forEach(this::event);
    out.unsigned(12, span.droppedEventsCount());
    span.links().forEach(this::link);
    out.unsigned(14, span.droppedLinksCount());
    if (!span.status().equals(Status.UNSET)) {
      int mark = out.begin(15);
      out.string(2, span.status().message());
      out.unsigned(3, span.status().code().number());
      out.end(mark);
    }
    flags(16, span.flags());
  }

  private void event(Event event) {
    int mark = out.begin(11);
    time(1, event.timeUnixNano());
    out.string(2, event.name());
    attributes(3, event.attributes());
    out.unsigned(4, event.droppedAttributesCount());
    out.end(mark);
  }

  private void link(Link link) {
    int mark = out.begin(13);
    traceId(1, link.traceId());
    spanId(2, link.spanId());
    out.string(3, link.traceState());
    attributes(4, link.attributes());
    out.unsigned(5, link.droppedAttributesCount());
    flags(6, link.flags());
    out.end(mark);
  }

  private void attributes(int number, Attributes attributes) {
    for (KeyValue entry : attributes) {
      int mark = out.begin(number);
      out.string(1, entry.key());
      value(2, entry.value());
      out.end(mark);
    }
  }

  /** Of a oneof, unlike of other fields, the default is written too: it says which case is set. */
  private void value(int number, AttributeValue value) {
    int mark = out.begin(number);
    if (value instanceof StringValue text) {
      out.bytes(1, text.value().getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof BoolValue bool) {
      out.tag(2, ProtoReader.VARINT);
      out.varint(bool.value() ? 1 : 0);
    } else if (value instanceof IntValue number64) {
      out.tag(3, ProtoReader.VARINT);
      out.varint(number64.value());
    } else if (value instanceof DoubleValue number64) {
      out.tag(4, ProtoReader.FIXED64);
      out.fixed64(Double.doubleToRawLongBits(number64.value()));
    } else if (value instanceof ArrayValue array) {
      int body = out.begin(5);
      array.values().forEach(element -> value(1, element));
      out.end(body);
    } else if (value instanceof KeyValueListValue list) {
      int body = out.begin(6);
      attributes(1, list.values());
      out.end(body);
    } else if (value instanceof BytesValue bytes) {
      out.bytes(7, bytes.value());
    }
    out.end(mark);
  }

  private void traceId(int number, TraceId id) {
    if (id.isValid()) {
      out.tag(number, ProtoReader.LENGTH);
      out.varint(TraceId.BYTES);
      out.fixed64(Long.reverseBytes(id.high()));
      out.fixed64(Long.reverseBytes(id.low()));
    }
  }

  private void spanId(int number, SpanId id) {
    if (id.isValid()) {
      out.tag(number, ProtoReader.LENGTH);
      out.varint(SpanId.BYTES);
      out.fixed64(Long.reverseBytes(id.value()));
    }
  }

  private void time(int number, long nanos) {
    if (nanos != 0) {
      out.tag(number, ProtoReader.FIXED64);
      out.fixed64(nanos);
    }
  }

  private void flags(int number, int flags) {
    if (flags != 0) {
      out.tag(number, ProtoReader.FIXED32);
      out.fixed32(flags);
    }
  }
}
