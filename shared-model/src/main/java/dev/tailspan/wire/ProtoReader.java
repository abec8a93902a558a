package dev.tailspan.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf's wire format in place, over one array and within a limit that is narrowed while
 * inside a nested message. Stricter than most: an overlong tag, a length beyond the enclosing
 * message or field number 0 is an error, so what passes here passes everywhere. Not for several
 * threads.
 *
 * <p>Encoding as of protobuf.dev, "Encoding".
 */
public final class ProtoReader {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH = 2;
  public static final int GROUP = 3;
  public static final int END_GROUP = 4;
  public static final int FIXED32 = 5;

  private static final int MAX_GROUPS = 32;
  private static final byte[] NOTHING = {};
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = NOTHING;
  private int pos;
  private int limit;

  /** A reader of nothing, to be reset. */
  public ProtoReader() {}

  public ProtoReader(ByteSlice slice) {
    reset(slice.array(), slice.offset(), slice.end());
  }

  /** Starts again over {@code bytes[from, to)}. */
  public void reset(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.pos = from;
    this.limit = to;
  }

  public boolean hasMore() {
    return pos < limit;
  }

  /** Index in the array of the byte that is read next. */
  public int position() {
    return pos;
  }

  /** The array it reads. */
  public byte[] array() {
    return bytes;
  }

  /** Reads a length and enters the message it announces. @return what {@link #leave} wants */
  public int enter() throws DecodeException {
    int length = readLength();
    int outer = limit;
    limit = pos + length;
    return outer;
  }

  /** Leaves a message, whether or not it was read to its end. */
  public void leave(int outer) {
    pos = limit;
    limit = outer;
  }

  /** Field number and wire type, as {@code number << 3 | type}. */
  public int readTag() throws DecodeException {
    int start = pos;
    if (start < limit) {
      int one = bytes[start];
      if (one >= 1 << 3 && (one & 7) <= FIXED32) {
        pos = start + 1;
        return one;
      }
    }
    long tag = readVarint();
    if (tag >>> 32 != 0 || tag >>> 3 == 0 || (tag & 7) > FIXED32) {
      throw DecodeException.malformed("there is no valid protobuf tag at byte " + start);
    }
    return (int) tag;
  }

  public long readVarint() throws DecodeException {
    if (pos < limit) {
      byte first = bytes[pos];
      if (first >= 0) {
        pos++;
        return first;
      }
    }
    return readLongVarint();
  }

  private long readLongVarint() throws DecodeException {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (pos >= limit) {
        throw DecodeException.truncated("the protobuf message ends within a varint at byte " + pos);
      }
      byte b = bytes[pos++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    // The tenth byte is bit 63. Readers do not agree on one that is not 1, so nobody gets to see
    // it.
    if (pos < limit && bytes[pos++] == 1) {
      return value | Long.MIN_VALUE;
    }
    throw DecodeException.malformed("there is no valid protobuf varint before byte " + pos);
  }

  /** A length that is known to lie within the enclosing message. */
  public int readLength() throws DecodeException {
    if (pos < limit) {
      int one = bytes[pos];
      if (one >= 0 && one < limit - pos) {
        pos++;
        return one;
      }
    }
    long length = readVarint();
    if (length < 0 || length > limit - pos) {
      throw DecodeException.truncated(
          "the protobuf field at byte "
              + pos
              + " announces "
              + Long.toUnsignedString(length)
              + " bytes, but only "
              + (limit - pos)
              + " are left");
    }
    return (int) length;
  }

  public long readFixed64() throws DecodeException {
    need(Long.BYTES);
    long value = (long) LONG.get(bytes, pos);
    pos += Long.BYTES;
    return value;
  }

  public int readFixed32() throws DecodeException {
    need(Integer.BYTES);
    int value = (int) INT.get(bytes, pos);
    pos += Integer.BYTES;
    return value;
  }

  /** A text; what is no UTF-8 becomes U+FFFD. */
  public String readString() throws DecodeException {
    int length = readLength();
    String text = new String(bytes, pos, length, StandardCharsets.UTF_8);
    pos += length;
    return text;
  }

  byte[] readBytes() throws DecodeException {
    int length = readLength();
    byte[] copy = java.util.Arrays.copyOfRange(bytes, pos, pos + length);
    pos += length;
    return copy;
  }

  /** Moves on by that many bytes, which must be there. */
  public void advance(int count) throws DecodeException {
    need(count);
    pos += count;
  }

  /** Passes over the value of a field whose tag was just read. */
  public void skip(int tag) throws DecodeException {
    switch (tag & 7) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(Long.BYTES);
      case LENGTH -> {
        int length = readLength();
        pos += length;
      }
      case FIXED32 -> advance(Integer.BYTES);
      case GROUP -> skipGroup(tag >>> 3);
      default -> throw DecodeException.malformed("a protobuf group ends unbegun at byte " + pos);
    }
  }

  private void skipGroup(int number) throws DecodeException {
    int[] open = new int[MAX_GROUPS];
    int depth = 0;
    open[depth++] = number;
    while (depth > 0) {
      int tag = readTag();
      if ((tag & 7) == GROUP) {
        if (depth == MAX_GROUPS) {
          throw new DecodeException(
              DecodeException.Reason.NESTED_TOO_DEEP,
              "protobuf groups are nested deeper than " + MAX_GROUPS + " at byte " + pos);
        }
        open[depth++] = tag >>> 3;
      } else if ((tag & 7) != END_GROUP) {
        skip(tag);
      } else if (open[--depth] != tag >>> 3) {
        throw DecodeException.malformed(
            "a protobuf group ends with another's number at byte " + pos);
      }
    }
  }

  private void need(int count) throws DecodeException {
    if (count < 0 || count > limit - pos) {
      throw DecodeException.truncated("the protobuf message ends within a field at byte " + pos);
    }
  }
}
