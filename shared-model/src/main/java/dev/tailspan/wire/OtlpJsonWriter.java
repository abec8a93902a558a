package dev.tailspan.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spans to OTLP/JSON. */
final class OtlpJsonWriter {
  private final JsonGenerator out;

  OtlpJsonWriter(JsonGenerator out) {
    this.out = out;
  }

  void write(Collection<Span> spans) throws IOException {
    out.writeStartObject();
    writeField(spans);
    out.writeEndObject();
  }

  void writeField(Collection<Span> spans) throws IOException {
    out.writeArrayFieldStart("resourceSpans");
    for (Map.Entry<Resource, Map<Scope, List<Span>>> entry : group(spans).entrySet()) {
      out.writeStartObject();
      resource(entry.getKey());
      out.writeArrayFieldStart("scopeSpans");
      for (Map.Entry<Scope, List<Span>> scope : entry.getValue().entrySet()) {
        scopeSpans(scope.getKey(), scope.getValue());
      }
      out.writeEndArray();
      text("schemaUrl", entry.getKey().schemaUrl());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /**
   * By identity first: hashing a resource's attributes once per span would cost the most of all.
   */
  private static Map<Resource, Map<Scope, List<Span>>> group(Collection<Span> spans) {
    Map<Resource, Map<Scope, List<Span>>> groups = new LinkedHashMap<>();
    Map<Resource, Map<Scope, List<Span>>> seen = new IdentityHashMap<>();
    for (Span span : spans) {
      seen.computeIfAbsent(
              span.resource(), r -> groups.computeIfAbsent(r, key -> new LinkedHashMap<>()))
          .computeIfAbsent(span.scope(), key -> new ArrayList<>())
          .add(span);
    }
    return groups;
  }

  private void resource(Resource resource) throws IOException {
    out.writeObjectFieldStart("resource");
    attributes(resource.attributes(), resource.droppedAttributesCount());
    out.writeEndObject();
  }

  private void scopeSpans(Scope scope, List<Span> spans) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("scope");
    text("name", scope.name());
    text("version", scope.version());
    attributes(scope.attributes(), scope.droppedAttributesCount());
    out.writeEndObject();
    out.writeArrayFieldStart("spans");
    for (Span span : spans) {
      span(span);
    }
    out.writeEndArray();
    text("schemaUrl", scope.schemaUrl());
    out.writeEndObject();
  }

  private void span(Span span) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceId", span.traceId().hex());
    out.writeStringField("spanId", span.spanId().hex());
    text("traceState", span.traceState());
    if (span.parentSpanId().isValid()) {
      out.writeStringField("parentSpanId", span.parentSpanId().hex());
    }
    text("name", span.name());
    if (span.kind() != SpanKind.UNSPECIFIED) {
      out.writeNumberField("kind", span.kind().number());
    }
    time("startTimeUnixNano", span.startTimeUnixNano());
    time("endTimeUnixNano", span.endTimeUnixNano());
    attributes(span.attributes(), span.droppedAttributesCount());
    events(span);
    links(span);
    status(span.status());
    uint32("flags", span.flags());
    out.writeEndObject();
  }

  private void events(Span span) throws IOException {
    if (!span.events().isEmpty()) {
      out.writeArrayFieldStart("events");
      for (Event event : span.events()) {
        out.writeStartObject();
        time("timeUnixNano", event.timeUnixNano());
        text("name", event.name());
        attributes(event.attributes(), event.droppedAttributesCount());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    uint32("droppedEventsCount", span.droppedEventsCount());
  }

  private void links(Span span) throws IOException {
    if (!span.links().isEmpty()) {
      out.writeArrayFieldStart("links");
      for (Link link : span.links()) {
        out.writeStartObject();
        out.writeStringField("traceId", link.traceId().hex());
        out.writeStringField("spanId", link.spanId().hex());
        text("traceState", link.traceState());
        attributes(link.attributes(), link.droppedAttributesCount());
        uint32("flags", link.flags());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    uint32("droppedLinksCount", span.droppedLinksCount());
  }

  private void status(Status status) throws IOException {
    if (!status.equals(Status.UNSET)) {
      out.writeObjectFieldStart("status");
      text("message", status.message());
      if (status.code() != Status.Code.UNSET) {
        out.writeNumberField("code", status.code().number());
      }
      out.writeEndObject();
    }
  }

  private void attributes(Attributes attributes, int droppedCount) throws IOException {
    if (!attributes.isEmpty()) {
      out.writeFieldName("attributes");
      keyValues(attributes);
    }
    uint32("droppedAttributesCount", droppedCount);
  }

  private void keyValues(Attributes attributes) throws IOException {
    out.writeStartArray();
    for (KeyValue entry : attributes) {
      out.writeStartObject();
      out.writeStringField("key", entry.key());
      out.writeFieldName("value");
      value(entry.value());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** A value that is set is written even when it is the default: 0 is not the same as nothing. */
  private void value(AttributeValue value) throws IOException {
    out.writeStartObject();
    if (value instanceof AttributeValue.StringValue text) {
      out.writeStringField("stringValue", text.value());
    } else if (value instanceof AttributeValue.BoolValue bool) {
      out.writeBooleanField("boolValue", bool.value());
    } else if (value instanceof AttributeValue.IntValue integer) {
      out.writeStringField("intValue", Long.toString(integer.value()));
    } else if (value instanceof AttributeValue.DoubleValue real) {
      real(real.value());
    } else if (value instanceof AttributeValue.BytesValue bytes) {
      out.writeStringField("bytesValue", Base64.getEncoder().encodeToString(bytes.value()));
    } else if (value instanceof AttributeValue.ArrayValue array) {
      array(array);
    } else if (value instanceof AttributeValue.KeyValueListValue map) {
      out.writeObjectFieldStart("kvlistValue");
      out.writeFieldName("values");
      keyValues(map.values());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void array(AttributeValue.ArrayValue array) throws IOException {
    out.writeObjectFieldStart("arrayValue");
    out.writeArrayFieldStart("values");
    for (AttributeValue element : array.values()) {
      value(element);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void real(double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumberField("doubleValue", value);
    } else {
      out.writeStringField("doubleValue", Double.toString(value)); // NaN, Infinity, -Infinity
    }
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  private void time(String name, long value) throws IOException {
    if (value != 0) {
      out.writeStringField(name, Long.toUnsignedString(value));
    }
  }

  private void uint32(String name, int value) throws IOException {
    if (value != 0) {
      out.writeNumberField(name, Integer.toUnsignedLong(value));
    }
  }
}
