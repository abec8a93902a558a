package dev.tailspan.wire;

import com.google.protobuf.ByteString;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The generated classes to the model and back: the independent reader and writer of OTLP. */
public final class ReferenceOtlp {
  private ReferenceOtlp() {}

  /** All spans of a message, in their order. */
  public static List<dev.tailspan.model.Span> toModel(TracesData data) {
    List<dev.tailspan.model.Span> spans = new ArrayList<>();
    for (ResourceSpans group : data.getResourceSpansList()) {
      Resource resource =
          new Resource(
              attributes(group.getResource().getAttributesList()),
              group.getResource().getDroppedAttributesCount(),
              group.getSchemaUrl());
      for (ScopeSpans scoped : group.getScopeSpansList()) {
        InstrumentationScope s = scoped.getScope();
        Scope scope =
            new Scope(
                s.getName(),
                s.getVersion(),
                attributes(s.getAttributesList()),
                s.getDroppedAttributesCount(),
                scoped.getSchemaUrl());
        scoped.getSpansList().forEach(span -> spans.add(toModel(span, resource, scope)));
      }
    }
    return spans;
  }

  /** One ResourceSpans and one ScopeSpans for each span. */
  public static TracesData ofEach(List<dev.tailspan.model.Span> spans) {
    TracesData.Builder data = TracesData.newBuilder();
    for (dev.tailspan.model.Span span : spans) {
      ResourceSpans.Builder group = data.addResourceSpansBuilder();
      group.setSchemaUrl(span.resource().schemaUrl());
      group
          .getResourceBuilder()
          .addAllAttributes(entries(span.resource().attributes()))
          .setDroppedAttributesCount(span.resource().droppedAttributesCount());
      Scope scope = span.scope();
      ScopeSpans.Builder scoped = group.addScopeSpansBuilder().setSchemaUrl(scope.schemaUrl());
      scoped
          .getScopeBuilder()
          .setName(scope.name())
          .setVersion(scope.version())
          .addAllAttributes(entries(scope.attributes()))
          .setDroppedAttributesCount(scope.droppedAttributesCount());
      scoped.addSpans(ofModel(span));
    }
    return data.build();
  }

  private static dev.tailspan.model.Span toModel(Span span, Resource resource, Scope scope) {
    List<Event> events = new ArrayList<>();
    for (Span.Event e : span.getEventsList()) {
      events.add(
          new Event(
              e.getTimeUnixNano(),
              e.getName(),
              attributes(e.getAttributesList()),
              e.getDroppedAttributesCount()));
    }
    List<Link> links = new ArrayList<>();
    for (Span.Link l : span.getLinksList()) {
      links.add(
          new Link(
              traceId(l.getTraceId()),
              spanId(l.getSpanId()),
              l.getTraceState(),
              attributes(l.getAttributesList()),
              l.getDroppedAttributesCount(),
              l.getFlags()));
    }
    return dev.tailspan.model.Span.builder(traceId(span.getTraceId()), spanId(span.getSpanId()))
        .resource(resource)
        .scope(scope)
        .parentSpanId(spanId(span.getParentSpanId()))
        .traceState(span.getTraceState())
        .flags(span.getFlags())
        .name(span.getName())
        .kind(SpanKind.of(span.getKindValue()))
        .times(span.getStartTimeUnixNano(), span.getEndTimeUnixNano())
        .attributes(attributes(span.getAttributesList()), span.getDroppedAttributesCount())
        .events(events, span.getDroppedEventsCount())
        .links(links, span.getDroppedLinksCount())
        .status(
            new Status(
                Status.Code.of(span.getStatus().getCodeValue()), span.getStatus().getMessage()))
        .build();
  }

  private static Span ofModel(dev.tailspan.model.Span span) {
    Span.Builder out =
        Span.newBuilder()
            .setTraceId(bytes(span.traceId()))
            .setSpanId(bytes(span.spanId()))
            .setTraceState(span.traceState())
            .setParentSpanId(bytes(span.parentSpanId()))
            .setFlags(span.flags())
            .setName(span.name())
            .setKindValue(span.kind().number())
            .setStartTimeUnixNano(span.startTimeUnixNano())
            .setEndTimeUnixNano(span.endTimeUnixNano())
            .addAllAttributes(entries(span.attributes()))
            .setDroppedAttributesCount(span.droppedAttributesCount())
            .setDroppedEventsCount(span.droppedEventsCount())
            .setDroppedLinksCount(span.droppedLinksCount());
    for (Event e : span.events()) {
      out.addEventsBuilder()
          .setTimeUnixNano(e.timeUnixNano())
          .setName(e.name())
          .addAllAttributes(entries(e.attributes()))
          .setDroppedAttributesCount(e.droppedAttributesCount());
    }
    for (Link l : span.links()) {
      out.addLinksBuilder()
          .setTraceId(bytes(l.traceId()))
          .setSpanId(bytes(l.spanId()))
          .setTraceState(l.traceState())
          .addAllAttributes(entries(l.attributes()))
          .setDroppedAttributesCount(l.droppedAttributesCount())
          .setFlags(l.flags());
    }
    if (!span.status().equals(Status.UNSET)) {
      out.getStatusBuilder()
          .setCodeValue(span.status().code().number())
          .setMessage(span.status().message());
    }
    return out.build();
  }

  private static Attributes attributes(List<KeyValue> entries) {
    return new Attributes(
        entries.stream()
            .map(e -> new dev.tailspan.model.KeyValue(e.getKey(), value(e.getValue())))
            .toList());
  }

  private static AttributeValue value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> new AttributeValue.StringValue(value.getStringValue());
      case BOOL_VALUE -> new AttributeValue.BoolValue(value.getBoolValue());
      case INT_VALUE -> new AttributeValue.IntValue(value.getIntValue());
      case DOUBLE_VALUE -> new AttributeValue.DoubleValue(value.getDoubleValue());
      case BYTES_VALUE -> new AttributeValue.BytesValue(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          new AttributeValue.ArrayValue(
              value.getArrayValue().getValuesList().stream().map(ReferenceOtlp::value).toList());
      case KVLIST_VALUE ->
          new AttributeValue.KeyValueListValue(attributes(value.getKvlistValue().getValuesList()));
      default -> AttributeValue.EMPTY;
    };
  }

  private static List<KeyValue> entries(Attributes attributes) {
    return attributes.entries().stream()
        .map(e -> KeyValue.newBuilder().setKey(e.key()).setValue(value(e.value())).build())
        .toList();
  }

  private static AnyValue value(AttributeValue value) {
    AnyValue.Builder out = AnyValue.newBuilder();
    if (value instanceof AttributeValue.StringValue v) {
      out.setStringValue(v.value());
    } else if (value instanceof AttributeValue.BoolValue v) {
      out.setBoolValue(v.value());
    } else if (value instanceof AttributeValue.IntValue v) {
      out.setIntValue(v.value());
    } else if (value instanceof AttributeValue.DoubleValue v) {
      out.setDoubleValue(v.value());
    } else if (value instanceof AttributeValue.BytesValue v) {
      out.setBytesValue(ByteString.copyFrom(v.value()));
    } else if (value instanceof AttributeValue.ArrayValue v) {
      out.setArrayValue(
          ArrayValue.newBuilder()
              .addAllValues(v.values().stream().map(ReferenceOtlp::value).toList()));
    } else if (value instanceof AttributeValue.KeyValueListValue v) {
      out.setKvlistValue(KeyValueList.newBuilder().addAllValues(entries(v.values())));
    }
    return out.build();
  }

  private static TraceId traceId(ByteString id) {
    if (id.isEmpty()) {
      return new TraceId(0, 0);
    }
    ByteBuffer buffer = id.asReadOnlyByteBuffer();
    return new TraceId(buffer.getLong(), buffer.getLong());
  }

  private static SpanId spanId(ByteString id) {
    return id.isEmpty() ? SpanId.NONE : new SpanId(id.asReadOnlyByteBuffer().getLong());
  }

  private static ByteString bytes(TraceId id) {
    ByteBuffer buffer = ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low());
    return id.isValid() ? ByteString.copyFrom(buffer.flip()) : ByteString.EMPTY;
  }

  private static ByteString bytes(SpanId id) {
    ByteBuffer buffer = ByteBuffer.allocate(8).putLong(id.value());
    return id.isValid() ? ByteString.copyFrom(buffer.flip()) : ByteString.EMPTY;
  }
}
