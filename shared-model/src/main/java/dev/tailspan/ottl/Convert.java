package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import java.nio.ByteBuffer;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The getters of {@code expression.go}: the strict take one type, the "like" make it. */
final class Convert {
  private Convert() {}

  static String text(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof String text) {
      return text;
    }
    throw wanted("a text", value);
  }

  static @Nullable String textLike(@Nullable Object value) throws OttlEvaluationException {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return JsonText.of(value);
  }

  static long whole(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof Long number) {
      return number;
    }
    throw wanted("an int", value);
  }

  static @Nullable Long wholeLike(@Nullable Object value) throws OttlEvaluationException {
    if (value == null || value instanceof Long) {
      return (Long) value;
    }
    if (value instanceof Double number) {
      return Numbers.truncated(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    }
    if (value instanceof String text) {
      return Numbers.parseInt(text, 10);
    }
    throw wanted("a number", value);
  }

  static double real(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof Double number) {
      return number;
    }
    throw wanted("a double", value);
  }

  static @Nullable Double realLike(@Nullable Object value) throws OttlEvaluationException {
    if (value == null || value instanceof Double) {
      return (Double) value;
    }
    if (value instanceof Long number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean flag) {
      return flag ? 1.0 : 0.0;
    }
    if (value instanceof String text) {
      return Numbers.parseDouble(text);
    }
    throw wanted("a number", value);
  }

  static boolean flag(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wanted("a bool", value);
  }

  static @Nullable Boolean flagLike(@Nullable Object value) throws OttlEvaluationException {
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof String text) {
      return switch (text) {
        case "1", "t", "T", "TRUE", "true", "True" -> true;
        case "0", "f", "F", "FALSE", "false", "False" -> false;
        default -> throw wanted("true or false", value);
      };
    }
    throw wanted("a bool", value);
  }

  static byte @Nullable [] bytesLike(@Nullable Object value) throws OttlEvaluationException {
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    if (value instanceof String text) {
      return Utf8Text.bytes(text);
    }
    if (value instanceof Long number) {
      return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
    if (value instanceof Double number) {
      return ByteBuffer.allocate(Double.BYTES).putDouble(number).array();
    }
    if (value instanceof Boolean flag) {
      return new byte[] {(byte) (flag ? 1 : 0)};
    }
    throw wanted("bytes", value);
  }

  static KeyValueListValue map(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof KeyValueListValue map) {
      return map;
    }
    if (value instanceof Map<?, ?> map) {
      return Raw.map(map);
    }
    throw wanted("a map", value);
  }

  static ArrayValue list(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof ArrayValue list) {
      return list;
    }
    if (value instanceof List<?> list) {
      return Raw.list(list);
    }
    if (value instanceof TextList list) {
      return new ArrayValue(
          list.items().stream().map(text -> (AttributeValue) new StringValue(text)).toList());
    }
    throw wanted("a list", value);
  }

  static ZonedDateTime time(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof ZonedDateTime time) {
      return time;
    }
    throw wanted("a time", value);
  }

  /** Nanoseconds. */
  static long duration(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof Nanos nanos) {
      return nanos.value();
    }
    throw wanted("a duration", value);
  }

  private static OttlEvaluationException wanted(String wanted, @Nullable Object value) {
    return new OttlEvaluationException(wanted + " is wanted, not " + Values.describe(value));
  }
}
