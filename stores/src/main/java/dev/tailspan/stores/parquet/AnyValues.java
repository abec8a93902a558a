package dev.tailspan.stores.parquet;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * OTLP's {@code AnyValue} and {@code KeyValueList} (opentelemetry/proto/common/v1) as protobuf.
 * Recursion is bounded by the depth that decoding a record allows.
 */
final class AnyValues {
  private static final int STRING = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;
  private static final int ARRAY = 5;
  private static final int KEY_VALUE_LIST = 6;
  private static final int BYTES = 7;

  private AnyValues() {}

  static ByteString encode(AttributeValue value) {
    return message(out -> write(out, value));
  }

  static ByteString encode(Attributes attributes) {
    return message(
        out -> {
          for (KeyValue entry : attributes) {
            out.writeBytes(
                1,
                message(
                    pair -> {
                      pair.writeString(1, entry.key());
                      pair.writeBytes(2, encode(entry.value()));
                    }));
          }
        });
  }

  static AttributeValue decode(ByteString bytes) throws IOException {
    CodedInputStream in = bytes.newCodedInput();
    AttributeValue value = AttributeValue.EMPTY;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      value =
          switch (WireFormat.getTagFieldNumber(tag)) {
            case STRING -> new AttributeValue.StringValue(in.readStringRequireUtf8());
            case BOOL -> new AttributeValue.BoolValue(in.readBool());
            case INT -> new AttributeValue.IntValue(in.readInt64());
            case DOUBLE -> new AttributeValue.DoubleValue(in.readDouble());
            case ARRAY -> new AttributeValue.ArrayValue(decodeArray(in.readBytes()));
            case KEY_VALUE_LIST ->
                new AttributeValue.KeyValueListValue(decodeAttributes(in.readBytes()));
            case BYTES -> new AttributeValue.BytesValue(in.readByteArray());
            default -> throw new IOException("no field of AnyValue: tag " + tag);
          };
    }
    return value;
  }

  static Attributes decodeAttributes(ByteString bytes) throws IOException {
    List<KeyValue> entries = new ArrayList<>();
    CodedInputStream in = bytes.newCodedInput();
    while (in.readTag() != 0) {
      CodedInputStream pair = in.readBytes().newCodedInput();
      pair.readTag();
      String key = pair.readStringRequireUtf8();
      pair.readTag();
      entries.add(new KeyValue(key, decode(pair.readBytes())));
    }
    return new Attributes(entries);
  }

  private static List<AttributeValue> decodeArray(ByteString bytes) throws IOException {
    List<AttributeValue> values = new ArrayList<>();
    CodedInputStream in = bytes.newCodedInput();
    while (in.readTag() != 0) {
      values.add(decode(in.readBytes()));
    }
    return values;
  }

  private static void write(CodedOutputStream out, AttributeValue value) throws IOException {
    if (value instanceof AttributeValue.StringValue text) {
      out.writeString(STRING, text.value());
    } else if (value instanceof AttributeValue.BoolValue bool) {
      out.writeBool(BOOL, bool.value());
    } else if (value instanceof AttributeValue.IntValue number) {
      out.writeInt64(INT, number.value());
    } else if (value instanceof AttributeValue.DoubleValue number) {
      out.writeDouble(DOUBLE, number.value());
    } else if (value instanceof AttributeValue.BytesValue bytes) {
      out.writeByteArray(BYTES, bytes.value());
    } else if (value instanceof AttributeValue.KeyValueListValue map) {
      out.writeBytes(KEY_VALUE_LIST, encode(map.values()));
    } else if (value instanceof AttributeValue.ArrayValue array) {
      out.writeBytes(
          ARRAY,
          message(
              list -> {
                for (AttributeValue element : array.values()) {
                  list.writeBytes(1, encode(element));
                }
              }));
    }
  }

  private static ByteString message(Fields fields) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 256);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.toByteString();
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }
}
