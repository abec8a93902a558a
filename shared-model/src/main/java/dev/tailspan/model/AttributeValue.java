package dev.tailspan.model;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A value of OTLP's {@code AnyValue}: the closed set of types an attribute can have. */
public sealed interface AttributeValue {

  /** A text. */
  record StringValue(String value) implements AttributeValue {
    @Override
    public String asText() {
      return value;
    }
  }

  /** A boolean. */
  record BoolValue(boolean value) implements AttributeValue {
    @Override
    public String asText() {
      return Boolean.toString(value);
    }
  }

  /** A signed 64-bit integer. */
  record IntValue(long value) implements AttributeValue {
    @Override
    public String asText() {
      return Long.toString(value);
    }
  }

  /** A double. */
  record DoubleValue(double value) implements AttributeValue {
    @Override
    public String asText() {
      return Double.toString(value);
    }
  }

  /** Bytes; do not change the array after handing it over. */
  record BytesValue(byte[] value) implements AttributeValue {
    @Override
    public String asText() {
      return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof BytesValue other && Arrays.equals(value, other.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "BytesValue[value=" + asText() + "]";
    }
  }

  /** A list of values, of mixed types if need be. */
  record ArrayValue(List<AttributeValue> values) implements AttributeValue {
    public ArrayValue {
      values = List.copyOf(values);
    }

    @Override
    public String asText() {
      return AttributeText.of(this);
    }
  }

  /** Named values, in their order. */
  record KeyValueListValue(Attributes values) implements AttributeValue {
    @Override
    public String asText() {
      return AttributeText.of(this);
    }
  }

  /** An {@code AnyValue} with no value set. */
  record EmptyValue() implements AttributeValue {
    @Override
    public String asText() {
      return "";
    }
  }

  /** The one empty value. */
  AttributeValue EMPTY = new EmptyValue();

  /** The value as text: scalars as they are, bytes in hex, lists and maps as JSON. */
  String asText();
}
