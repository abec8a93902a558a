package dev.tailspan.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes protobuf's wire format into one growing array that can be used again. */
public final class ProtoWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  public ProtoWriter(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  public int size() {
    return size;
  }

  /** The array behind it, valid up to {@link #size()} and until the next write. */
  public byte[] array() {
    return bytes;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets everything but the memory. */
  public void clear() {
    size = 0;
  }

  /** Makes room at once, where the size is known beforehand. */
  public void ensure(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max((long) size + more, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
  }

  /** Forgets what was written behind that size. */
  public void truncate(int size) {
    this.size = size;
  }

  public void tag(int number, int wireType) {
    varint((long) number << 3 | wireType);
  }

  public void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  public void fixed64(long value) {
    ensure(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  public void fixed32(int value) {
    ensure(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  /** Bytes as they are, without tag or length. */
  public void raw(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** A text; an empty one is not written. */
  public void string(int number, String text) {
    if (!text.isEmpty()) {
      bytes(number, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  void bytes(int number, byte[] value) {
    tag(number, ProtoReader.LENGTH);
    varint(value.length);
    raw(value, 0, value.length);
  }

  /** A count or enum; zero is not written. */
  void unsigned(int number, int value) {
    if (value != 0) {
      tag(number, ProtoReader.VARINT);
      varint(Integer.toUnsignedLong(value));
    }
  }

  /** Begins a message of a length not yet known. @return what {@link #end} wants */
  public int begin(int number) {
    tag(number, ProtoReader.LENGTH);
    ensure(1);
    return size++;
  }

  /** Ends a message: puts its length where it belongs, in as few bytes as it takes. */
  public void end(int mark) {
    int length = size - mark - 1;
    int width = varintSize(length);
    if (width > 1) {
      ensure(width);
      System.arraycopy(bytes, mark + 1, bytes, mark + width, length);
    }
    size = mark;
    varint(length);
    size += length;
  }

  /** Bytes a non-negative number takes as a varint. */
  public static int varintSize(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
