package dev.tailspan.model;

import java.util.HexFormat;

/** Lists and maps as JSON text; iterative work is not needed, decoding bounds the depth. */
final class AttributeText {
  private AttributeText() {}

  static String of(AttributeValue value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, AttributeValue value) {
    if (value instanceof AttributeValue.ArrayValue array) {
      String separator = "[";
      for (AttributeValue element : array.values()) {
        append(out.append(separator), element);
        separator = ",";
      }
      out.append(array.values().isEmpty() ? "[]" : "]");
    } else if (value instanceof AttributeValue.KeyValueListValue map) {
      String separator = "{";
      for (KeyValue entry : map.values()) {
        quote(out.append(separator), entry.key());
        append(out.append(':'), entry.value());
        separator = ",";
      }
      out.append(map.values().isEmpty() ? "{}" : "}");
    } else if (value instanceof AttributeValue.EmptyValue) {
      out.append("null");
    } else if (value instanceof AttributeValue.StringValue
        || value instanceof AttributeValue.BytesValue) {
      quote(out, value.asText());
    } else {
      out.append(value.asText());
    }
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
