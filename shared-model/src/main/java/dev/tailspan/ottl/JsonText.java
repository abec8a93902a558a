package dev.tailspan.ottl;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.nio.ByteBuffer;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON as Go writes it: keys sorted, bytes in base64, {@code < > &} escaped. */
final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private final boolean forHtml;

  private JsonText(boolean forHtml) {
    this.forHtml = forHtml;
  }

  /** {@code json.Marshal}. */
  static String of(Object value) throws OttlEvaluationException {
    return of(value, true);
  }

  static String of(@Nullable Object value, boolean forHtml) throws OttlEvaluationException {
    JsonText text = new JsonText(forHtml);
    text.append(Raw.of(value));
    return text.out.toString();
  }

  private void append(@Nullable Object value) throws OttlEvaluationException {
    if (value instanceof String text) {
      quote(text);
    } else if (value instanceof Double number) {
      real(number);
    } else if (value instanceof byte[] bytes && bytes.length > 0) {
      quote(Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof TextList list) {
      list(list.items());
    } else if (value instanceof List<?> list) {
      list(list);
    } else {
      scalar(value);
    }
  }

  private void scalar(@Nullable Object value) {
    if (value instanceof byte[]) {
      // What is empty is a nil slice.
      out.append("null");
    } else if (value instanceof Nanos nanos) {
      out.append(nanos.value());
    } else if (value instanceof ZonedDateTime time) {
      quote(Times.rfc3339(time));
    } else if (value instanceof TraceId id) {
      bytes(ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array());
    } else if (value instanceof SpanId id) {
      bytes(ByteBuffer.allocate(8).putLong(id.value()).array());
    } else {
      out.append(value instanceof SpanPart ? "{}" : String.valueOf(value));
    }
  }

  /** An array of bytes that is no slice is written as numbers. */
  private void bytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      out.append(i == 0 ? '[' : ',').append(bytes[i] & 0xff);
    }
    out.append(']');
  }

  private void real(double number) throws OttlEvaluationException {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new OttlEvaluationException(number + " has no JSON");
    }
    out.append(Numbers.json(number));
  }

  private void object(Map<?, ?> map) throws OttlEvaluationException {
    Map<String, @Nullable Object> sorted = new TreeMap<>(Utf8Text::compare);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      sorted.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    out.append('{');
    String separator = "";
    for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
      out.append(separator);
      quote(entry.getKey());
      out.append(':');
      append(Raw.of(entry.getValue()));
      separator = ",";
    }
    out.append('}');
  }

  private void list(List<?> list) throws OttlEvaluationException {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : ",");
      append(Raw.of(list.get(i)));
    }
    out.append(']');
  }

  private void quote(String text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int c) {
    boolean html = forHtml && (c == '<' || c == '>' || c == '&');
    if (c == '"' || c == '\\') {
      out.append('\\').append((char) c);
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
    } else if (c < ' ' || c == 0x2028 || c == 0x2029 || html) {
      out.append("\\u").append(HexFormat.of().toHexDigits((char) c));
    } else if (c >= 0xdc00 && c <= 0xdfff) {
      out.append("\\ufffd");
    } else {
      out.appendCodePoint(c);
    }
  }
}
