package dev.tailspan.stores.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link PackedWriter} wrote; damaged bytes are an error, never a large allocation. */
final class PackedReader {
  private final byte[] bytes;
  private int at;

  PackedReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = next();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw damaged("a number of more than ten bytes");
  }

  int varint32() {
    long value = varint();
    if (value != (int) value) {
      throw damaged("a number beyond 32 bits: " + value);
    }
    return (int) value;
  }

  long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (next() & 0xff);
    }
    return value;
  }

  String text() {
    int length = count(1);
    String text = new String(bytes, at, length, UTF_8);
    at += length;
    return text;
  }

  <T> List<T> list(Function<PackedReader, T> each) {
    int count = count(1);
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  /** A number of things that take at least so many bytes each, all of which must be there. */
  int count(int bytesEach) {
    long count = varint();
    if (count < 0 || count > (bytes.length - at) / bytesEach) {
      throw damaged(count + " values announced");
    }
    return (int) count;
  }

  /** Asks for a version that this reader knows. */
  void version(int known) {
    version(known, known);
  }

  /** The version, one that this reader knows. */
  int version(int oldest, int newest) {
    byte version = next();
    StoredVersion.require("the blob", version, newest);
    if (version < oldest) {
      throw damaged("version " + version);
    }
    return version;
  }

  /** Asks that nothing is left. */
  void end() {
    if (at != bytes.length) {
      throw damaged("more than was announced");
    }
  }

  private byte next() {
    if (at == bytes.length) {
      throw damaged("no more");
    }
    return bytes[at++];
  }

  private StorageException damaged(String what) {
    return new StorageException("damaged: " + what + " at byte " + at + " of " + bytes.length);
  }
}
