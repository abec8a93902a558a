package dev.tailspan.stores.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes values one after the other without names: numbers as varints, texts with their length. */
final class PackedWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Seven bits a byte, lowest first, as protobuf does; negative numbers take ten bytes. */
  PackedWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  /** Numbers near zero of either sign in few bytes. */
  PackedWriter zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  /** Eight bytes, big-endian. */
  PackedWriter fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  PackedWriter text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  <T> PackedWriter list(List<T> values, BiConsumer<PackedWriter, T> each) {
    varint(values.size());
    values.forEach(value -> each.accept(this, value));
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
