package dev.tailspan.ottl;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Go's {@code fmt} calls values that are neither numbers nor bools, and types. */
final class GoTexts {
  private GoTexts() {}

  /** What {@code %v} says of what is neither number nor bool. */
  static String of(Object value) throws OttlEvaluationException {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Nanos nanos) {
      return duration(nanos.value());
    }
    if (value instanceof TraceId id) {
      return id.isValid() ? id.hex() : "";
    }
    if (value instanceof SpanId id) {
      return id.isValid() ? id.hex() : "";
    }
    if (value instanceof ZonedDateTime time) {
      return new TimeTexts(time).spaced();
    }
    if (value instanceof TextList list) {
      return "[" + String.join(" ", list.items()) + "]";
    }
    StringBuilder out = new StringBuilder("[");
    if (value instanceof byte[] bytes) {
      for (byte b : bytes) {
        out.append(out.length() == 1 ? "" : " ").append(b & 0xff);
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        out.append(out.length() == 1 ? "" : " ").append(GoFormat.plain(item));
      }
    } else {
      throw new OttlEvaluationException(Values.describe(value) + " is not formatted here");
    }
    return out.append(']').toString();
  }

  /** Parts of a time as its own text has them. */
  private record TimeTexts(ZonedDateTime time) {
    String spaced() {
      return time.toLocalDate()
          + " "
          + time.toLocalTime().withNano(0).format(DateTimeFormatter.ISO_LOCAL_TIME)
          + Times.fraction(time.getNano(), 9, '.')
          + " "
          + Times.offset(time, "", 2)
          + " "
          + Times.abbreviation(time);
    }
  }

  static String quoted(String text, char quote) {
    StringBuilder out = new StringBuilder().append(quote);
    text.codePoints()
        .forEach(
            c -> {
              int named = "\u0007\b\f\n\r\t\u000b".indexOf(c);
              if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
              } else if (named >= 0) {
                out.append('\\').append("abfnrtv".charAt(named));
              } else if (c < ' ' || c == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append(quote).toString();
  }

  /** {@code 1h0m0.5s}. */
  private static String duration(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    BigDecimal size = BigDecimal.valueOf(nanos).abs();
    String sign = nanos < 0 ? "-" : "";
    for (int scale = 0; scale < 9; scale += 3) {
      BigDecimal value = size.movePointLeft(scale);
      if (value.compareTo(BigDecimal.valueOf(1000)) < 0) {
        return sign + short1(value) + (scale == 0 ? "ns" : scale == 3 ? "µs" : "ms");
      }
    }
    BigDecimal seconds = size.movePointLeft(9);
    long minutes = seconds.longValue() / 60;
    String rest = short1(seconds.subtract(BigDecimal.valueOf(60 * minutes))) + "s";
    String hours = minutes >= 60 ? minutes / 60 + "h" : "";
    return sign + hours + (minutes > 0 ? minutes % 60 + "m" : "") + rest;
  }

  private static String short1(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  static String type(@Nullable Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof Long) {
      return "int64";
    }
    if (value instanceof Integer) {
      return "int";
    }
    if (value instanceof Double) {
      return "float64";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof byte[]) {
      return "[]uint8";
    }
    if (value instanceof Nanos) {
      return "time.Duration";
    }
    if (value instanceof ZonedDateTime) {
      return "time.Time";
    }
    if (value instanceof TextList) {
      return "[]string";
    }
    if (value instanceof List) {
      return "[]interface {}";
    }
    return value == null ? "<nil>" : "pcommon." + value.getClass().getSimpleName();
  }
}
