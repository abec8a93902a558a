package dev.tailspan.stores.parquet;

import dev.tailspan.model.AttributeValue;
import java.util.HexFormat;

/**
 * What an attribute was before it became a text. The ordinal is stored, STRING being nothing at
 * all.
 *
 * <p>The text alone gives the value back, but for NESTED ones, whose JSON does not tell bytes from
 * texts or integers from doubles.
 */
enum ValueType {
  STRING,
  BOOL,
  INT,
  DOUBLE,
  BYTES,
  EMPTY,
  NESTED;

  private static final ValueType[] VALUES = values();

  static ValueType of(AttributeValue value) {
    if (value instanceof AttributeValue.StringValue) {
      return STRING;
    } else if (value instanceof AttributeValue.IntValue) {
      return INT;
    } else if (value instanceof AttributeValue.BoolValue) {
      return BOOL;
    } else if (value instanceof AttributeValue.DoubleValue) {
      return DOUBLE;
    } else if (value instanceof AttributeValue.BytesValue) {
      return BYTES;
    }
    return value instanceof AttributeValue.EmptyValue ? EMPTY : NESTED;
  }

  static ValueType of(byte number) {
    return VALUES[number];
  }

  /** The value of a text that {@link AttributeValue#asText} made; not for NESTED. */
  AttributeValue parse(String text) {
    return switch (this) {
      case STRING -> new AttributeValue.StringValue(text);
      case BOOL -> new AttributeValue.BoolValue(Boolean.parseBoolean(text));
      case INT -> new AttributeValue.IntValue(Long.parseLong(text));
      case DOUBLE -> new AttributeValue.DoubleValue(Double.parseDouble(text));
      case BYTES -> new AttributeValue.BytesValue(HexFormat.of().parseHex(text));
      case EMPTY -> AttributeValue.EMPTY;
      case NESTED -> throw new IllegalArgumentException("a nested value is not in its text");
    };
  }
}
