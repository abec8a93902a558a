package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.BoolValue;
import dev.tailspan.model.AttributeValue.BytesValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value is; see the package's description. */
final class Values {
  private Values() {}

  /** As the getters of attributes give it: scalars unwrapped, lists and maps as they are. */
  static @Nullable Object of(@Nullable AttributeValue value) {
    if (value == null || value instanceof AttributeValue.EmptyValue) {
      return null;
    }
    if (value instanceof StringValue text) {
      return text.value();
    }
    if (value instanceof IntValue number) {
      return number.value();
    }
    if (value instanceof DoubleValue number) {
      return number.value();
    }
    if (value instanceof BoolValue flag) {
      return flag.value();
    }
    return value instanceof BytesValue bytes ? bytes.value() : value;
  }

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double;
  }

  /** Of a Long or Double. */
  static double asDouble(@Nullable Object number) {
    return number instanceof Number n ? n.doubleValue() : 0;
  }

  static boolean isMap(@Nullable Object value) {
    return value instanceof KeyValueListValue || value instanceof Map;
  }

  /** A pcommon.Slice or []any. */
  static boolean isAnyList(@Nullable Object value) {
    return value instanceof ArrayValue || value instanceof List;
  }

  /** For messages. */
  static String describe(@Nullable Object value) {
    if (value == null) {
      return "nil";
    }
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Long || value instanceof Integer) {
      return "an int";
    }
    if (value instanceof Double) {
      return "a double";
    }
    if (value instanceof Boolean) {
      return "a bool";
    }
    if (value instanceof byte[]) {
      return "bytes";
    }
    if (value instanceof Nanos) {
      return "a duration";
    }
    if (value instanceof ZonedDateTime) {
      return "a time";
    }
    if (value instanceof TraceId || value instanceof SpanId) {
      return "an id";
    }
    return isMap(value) ? "a map" : value instanceof SpanPart ? "a part of the span" : "a list";
  }
}
