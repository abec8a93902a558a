package dev.tailspan.wire;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.BoolValue;
import dev.tailspan.model.AttributeValue.BytesValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.wire.DecodeException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the model's resources, scopes and attributes of OTLP protobuf. */
final class OtlpDecoder {
  private static final int ATTRIBUTES_OF_SPAN = 9 << 3 | ProtoReader.LENGTH;

  private final int maxNesting;

  OtlpDecoder(Limits limits) {
    this.maxNesting = limits.maxNesting();
  }

  Resource resourceHead(ProtoReader in) throws DecodeException {
    List<KeyValue> attributes = new ArrayList<>();
    int dropped = 0;
    String schemaUrl = "";
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == (3 << 3 | ProtoReader.LENGTH)) {
        schemaUrl = in.readString();
      } else if (tag == (1 << 3 | ProtoReader.LENGTH)) {
        int outer = in.enter();
        while (in.hasMore()) {
          int field = in.readTag();
          switch (field) {
            case 1 << 3 | ProtoReader.LENGTH -> attributes.add(keyValue(in));
            case 2 << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
            default -> in.skip(field);
          }
        }
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return new Resource(attributes(attributes), dropped, schemaUrl);
  }

  Scope scopeHead(ProtoReader in) throws DecodeException {
    List<KeyValue> attributes = new ArrayList<>();
    String name = "";
    String version = "";
    int dropped = 0;
    String schemaUrl = "";
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == (3 << 3 | ProtoReader.LENGTH)) {
        schemaUrl = in.readString();
      } else if (tag == (1 << 3 | ProtoReader.LENGTH)) {
        int outer = in.enter();
        while (in.hasMore()) {
          int field = in.readTag();
          switch (field) {
            case 1 << 3 | ProtoReader.LENGTH -> name = in.readString();
            case 2 << 3 | ProtoReader.LENGTH -> version = in.readString();
            case 3 << 3 | ProtoReader.LENGTH -> attributes.add(keyValue(in));
            case 4 << 3 | ProtoReader.VARINT -> dropped = (int) in.readVarint();
            default -> in.skip(field);
          }
        }
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return new Scope(name, version, attributes(attributes), dropped, schemaUrl);
  }

  @Nullable AttributeValue findAttribute(ProtoReader in, byte[] key) throws DecodeException {
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag != ATTRIBUTES_OF_SPAN) {
        in.skip(tag);
        continue;
      }
      int outer = in.enter();
      int from = in.position();
      boolean matches = keyIs(in, key);
      in.leave(outer);
      if (matches) {
        int to = in.position();
        return keyValueBody(new ProtoReader(new ByteSlice(in.array(), from, to - from)), 1).value();
      }
    }
    return null;
  }

  private static boolean keyIs(ProtoReader in, byte[] key) throws DecodeException {
    boolean matches = key.length == 0;
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == (1 << 3 | ProtoReader.LENGTH)) {
        int length = in.readLength();
        int from = in.position();
        matches =
            length == key.length
                && Arrays.equals(in.array(), from, from + length, key, 0, key.length);
        in.advance(length);
      } else {
        in.skip(tag);
      }
    }
    return matches;
  }

  /** A KeyValue after its tag. */
  KeyValue keyValue(ProtoReader in) throws DecodeException {
    return keyValue(in, 1);
  }

  private KeyValue keyValue(ProtoReader in, int depth) throws DecodeException {
    int outer = in.enter();
    KeyValue entry = keyValueBody(in, depth);
    in.leave(outer);
    return entry;
  }

  private KeyValue keyValueBody(ProtoReader in, int depth) throws DecodeException {
    String key = "";
    AttributeValue value = AttributeValue.EMPTY;
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case 1 << 3 | ProtoReader.LENGTH -> key = in.readString();
        case 2 << 3 | ProtoReader.LENGTH -> value = anyValue(in, value, depth + 1);
        default -> in.skip(tag);
      }
    }
    return new KeyValue(key, value);
  }

  /** An AnyValue after its tag, merged into the one before as protobuf does with messages. */
  private AttributeValue anyValue(ProtoReader in, AttributeValue before, int depth)
      throws DecodeException {
    if (depth > maxNesting) {
      throw new DecodeException(
          Reason.NESTED_TOO_DEEP, "an attribute is nested deeper than " + maxNesting + " levels");
    }
    AttributeValue value = before;
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      switch (tag) {
        case 1 << 3 | ProtoReader.LENGTH -> value = new StringValue(in.readString());
        case 2 << 3 | ProtoReader.VARINT -> value = new BoolValue(in.readVarint() != 0);
        case 3 << 3 | ProtoReader.VARINT -> value = new IntValue(in.readVarint());
        case 4 << 3 | ProtoReader.FIXED64 ->
            value = new DoubleValue(Double.longBitsToDouble(in.readFixed64()));
        case 5 << 3 | ProtoReader.LENGTH -> value = array(in, value, depth + 1);
        case 6 << 3 | ProtoReader.LENGTH -> value = keyValueList(in, value, depth + 1);
        case 7 << 3 | ProtoReader.LENGTH -> value = new BytesValue(in.readBytes());
        default -> in.skip(tag);
      }
    }
    in.leave(outer);
    return value;
  }

  private AttributeValue array(ProtoReader in, AttributeValue before, int depth)
      throws DecodeException {
    List<AttributeValue> values = new ArrayList<>();
    if (before instanceof ArrayValue first) {
      values.addAll(first.values());
    }
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == (1 << 3 | ProtoReader.LENGTH)) {
        values.add(anyValue(in, AttributeValue.EMPTY, depth + 1));
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
    return new ArrayValue(values);
  }

  private AttributeValue keyValueList(ProtoReader in, AttributeValue before, int depth)
      throws DecodeException {
    List<KeyValue> entries = new ArrayList<>();
    if (before instanceof KeyValueListValue first) {
      entries.addAll(first.values().entries());
    }
    int outer = in.enter();
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == (1 << 3 | ProtoReader.LENGTH)) {
        entries.add(keyValue(in, depth + 1));
      } else {
        in.skip(tag);
      }
    }
    in.leave(outer);
    return new KeyValueListValue(attributes(entries));
  }

  static Attributes attributes(List<KeyValue> entries) {
    return entries.isEmpty() ? Attributes.NONE : new Attributes(entries);
  }

  static long bigEndian(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      value = value << Byte.SIZE | bytes[i] & 0xff;
    }
    return value;
  }
}
