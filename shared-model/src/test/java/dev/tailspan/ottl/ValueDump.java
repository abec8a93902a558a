package dev.tailspan.ottl;

import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A value with its type, spelt as the oracle spells it. */
final class ValueDump {
  private ValueDump() {}

  static String of(Object value) {
    if (value == null) {
      return "nil";
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof Long number) {
      return "i:" + number;
    }
    if (value instanceof Integer number) {
      return "int:" + number;
    }
    if (value instanceof Double number) {
      return number.isNaN()
          ? "d:7ff8000000000001"
          : "d:" + Long.toHexString(Double.doubleToRawLongBits(number));
    }
    if (value instanceof Boolean flag) {
      return "b:" + flag;
    }
    if (value instanceof byte[] bytes) {
      return "x:" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Nanos nanos) {
      return "dur:" + nanos.value();
    }
    if (value instanceof TraceId id) {
      return "id:" + id.hex();
    }
    if (value instanceof SpanId id) {
      return "id:" + id.hex();
    }
    if (value instanceof ZonedDateTime time) {
      return String.format(
          "t:%d.%09d%+d", time.toEpochSecond(), time.getNano(), time.getOffset().getTotalSeconds());
    }
    if (value instanceof SpanPart part) {
      return switch (part.kind()) {
        case STATUS -> "Status";
        case EVENTS -> "SpanEventSlice";
        case LINKS -> "SpanLinkSlice";
      };
    }
    return compound(value);
  }

  private static String compound(Object value) {
    Object raw = Raw.of(value);
    if (raw instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, item) -> sorted.put((String) key, item));
      return sorted.entrySet().stream()
          .map(e -> quoted(e.getKey()) + "=" + of(e.getValue()))
          .collect(Collectors.joining(" ", "{", "}"));
    }
    String items =
        (value instanceof TextList texts ? texts.items() : (List<?>) raw)
            .stream().map(ValueDump::of).collect(Collectors.joining(" ", "[", "]"));
    return (value instanceof ArrayValue ? "slice" : value instanceof TextList ? "S" : "") + items;
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              int named = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
              if (named >= 0) {
                out.append('\\').append("abfnrtv\\\"".charAt(named));
              } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", c));
              } else if (c >= 0xdc00 && c <= 0xdcff) {
                out.append(String.format("\\x%02x", c - 0xdc00));
              } else if (c > 0xffff) {
                out.append(String.format("\\U%08x", c));
              } else if (c > 0x7f) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
