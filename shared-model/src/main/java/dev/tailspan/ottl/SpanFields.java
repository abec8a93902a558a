package dev.tailspan.ottl;

import static java.util.Map.entry;

import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.ottl.Expression.Path;
import dev.tailspan.ottl.SpanPart.Kind;
import java.util.Map;

/** The fields of a span. */
final class SpanFields {
  static final Map<String, Path.Reader> ALL =
      Map.ofEntries(
          entry("trace_id", at -> at.span().traceId()),
          entry("trace_id.string", at -> at.span().traceId().hex()),
          entry("span_id", at -> at.span().spanId()),
          entry("span_id.string", at -> at.span().spanId().hex()),
          entry("parent_span_id", at -> at.span().parentSpanId()),
          entry("parent_span_id.string", at -> at.span().parentSpanId().hex()),
          entry("trace_state", at -> at.span().traceState()),
          entry("name", at -> at.span().name()),
          entry("kind", at -> (long) at.span().kind().number()),
          entry("kind.string", at -> at.span().kind().title()),
          entry("kind.deprecated_string", at -> "SPAN_KIND_" + at.span().kind().name()),
          entry("start_time_unix_nano", at -> at.span().startTimeUnixNano()),
          entry("end_time_unix_nano", at -> at.span().endTimeUnixNano()),
          entry("start_time", at -> Times.ofUnixNano(at.span().startTimeUnixNano())),
          entry("end_time", at -> Times.ofUnixNano(at.span().endTimeUnixNano())),
          entry("attributes", at -> new KeyValueListValue(at.decoded().attributes())),
          entry(
              "dropped_attributes_count",
              at -> Integer.toUnsignedLong(at.decoded().droppedAttributesCount())),
          entry("events", at -> new SpanPart(Kind.EVENTS, at.decoded().events().size())),
          entry(
              "dropped_events_count",
              at -> Integer.toUnsignedLong(at.decoded().droppedEventsCount())),
          entry("links", at -> new SpanPart(Kind.LINKS, at.decoded().links().size())),
          entry(
              "dropped_links_count",
              at -> Integer.toUnsignedLong(at.decoded().droppedLinksCount())),
          entry("status", at -> new SpanPart(Kind.STATUS, -1)),
          entry("status.code", at -> (long) at.span().statusCode().number()),
          entry("status.message", at -> at.decoded().status().message()),
          entry("flags", at -> Integer.toUnsignedLong(at.span().flags())));

  private SpanFields() {}
}
