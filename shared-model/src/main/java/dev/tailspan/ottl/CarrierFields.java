package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.ottl.Expression.Path;
import java.util.Map;

/** The fields of what stands around a span, and of its events. */
final class CarrierFields {
  static final Map<String, Path.Reader> RESOURCE =
      Map.of(
          "attributes",
          at -> new KeyValueListValue(at.span().resource().resource().attributes()),
          "dropped_attributes_count",
          at -> Integer.toUnsignedLong(at.span().resource().resource().droppedAttributesCount()),
          "schema_url",
          at -> at.span().resource().resource().schemaUrl());

  static final Map<String, Path.Reader> SCOPE =
      Map.of(
          "name",
          at -> at.span().scope().name(),
          "version",
          at -> at.span().scope().version(),
          "attributes",
          at -> new KeyValueListValue(at.span().scope().attributes()),
          "dropped_attributes_count",
          at -> Integer.toUnsignedLong(at.span().scope().droppedAttributesCount()),
          "schema_url",
          at -> at.span().scope().schemaUrl());

  static final Map<String, Path.Reader> EVENT =
      Map.of(
          "name",
          at -> at.event().name(),
          "time_unix_nano",
          at -> at.event().timeUnixNano(),
          "time",
          at -> Times.ofUnixNano(at.event().timeUnixNano()),
          "attributes",
          at -> new KeyValueListValue(at.event().attributes()),
          "dropped_attributes_count",
          at -> Integer.toUnsignedLong(at.event().droppedAttributesCount()),
          "event_index",
          at -> {
            throw new OttlEvaluationException("the sampling processor sets no event_index");
          });

  private CarrierFields() {}
}
