package dev.tailspan.wire;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code AnyValue} and lists of {@code KeyValue}; their depth is bounded by the parser. */
final class OtlpJsonValues {
  private final OtlpJsonReader in;

  OtlpJsonValues(OtlpJsonReader in) {
    this.in = in;
  }

  /** Adds the attributes of the list to those given. */
  void attributes(List<KeyValue> attributes) throws IOException, DecodeException {
    in.list(() -> attributes.add(keyValue()));
  }

  private KeyValue keyValue() throws IOException, DecodeException {
    String[] key = {""};
    AttributeValue[] value = {AttributeValue.EMPTY};
    in.object(
        name -> {
          switch (name) {
            case "key" -> key[0] = in.text();
            case "value" -> value[0] = anyValue();
            default -> in.skip();
          }
        });
    return new KeyValue(key[0], value[0]);
  }

  private AttributeValue anyValue() throws IOException, DecodeException {
    AttributeValue[] value = {AttributeValue.EMPTY};
    in.object(
        name -> {
          if (in.isNull() && isScalar(name)) {
            return;
          }
          switch (name) {
            case "stringValue", "string_value" ->
                value[0] = new AttributeValue.StringValue(in.text());
            case "boolValue", "bool_value" -> value[0] = new AttributeValue.BoolValue(in.bool());
            case "intValue", "int_value" -> value[0] = new AttributeValue.IntValue(in.int64());
            case "doubleValue", "double_value" ->
                value[0] = new AttributeValue.DoubleValue(in.real());
            case "arrayValue", "array_value" -> value[0] = array();
            case "kvlistValue", "kvlist_value" -> value[0] = map();
            case "bytesValue", "bytes_value" ->
                value[0] = new AttributeValue.BytesValue(in.bytes());
            default -> in.skip();
          }
        });
    return value[0];
  }

  /** Of these, null sets no value; of the others the Collector takes it for the empty one. */
  private static boolean isScalar(String name) {
    return switch (name) {
      case "boolValue", "bool_value", "intValue", "int_value", "doubleValue", "double_value" ->
          true;
      default -> false;
    };
  }

  private AttributeValue array() throws IOException, DecodeException {
    List<AttributeValue> values = new ArrayList<>();
    in.object(
        name -> {
          if (name.equals("values")) {
            in.list(() -> values.add(anyValue()));
          } else {
            in.skip();
          }
        });
    return new AttributeValue.ArrayValue(values);
  }

  private AttributeValue map() throws IOException, DecodeException {
    List<KeyValue> values = new ArrayList<>();
    in.object(
        name -> {
          if (name.equals("values")) {
            attributes(values);
          } else {
            in.skip();
          }
        });
    return new AttributeValue.KeyValueListValue(new Attributes(values));
  }
}
