package dev.tailspan.wire;

import java.util.Arrays;

/**
 * Passes over the attributes of an encoded span that are not the wanted one, without an object and
 * without a look at their values: most looks find nothing. Only the usual form is understood; where
 * a span has another one the scan stops there, and the decoder says what it is.
 */
final class AttributeScan {
  private static final int KEY = 1 << 3 | ProtoReader.LENGTH;
  private static final int VALUE = 2 << 3 | ProtoReader.LENGTH;

  /** {@code Span.flags}: a tag of two bytes and a fixed32. */
  private static final int FLAGS = (byte) (16 << 3 & 0x7f | ProtoReader.FIXED32 | 0x80);

  private AttributeScan() {}

  /**
   * Looks for an attribute.
   *
   * @return where the decoder is to go on: at the first field that is the attribute or may be; the
   *     end when it is nowhere
   */
  static int find(byte[] bytes, int from, int to, byte[] key) {
    int pos = from;
    while (pos < to) {
      int next = isOther(bytes, pos, to, key) ? next(bytes, pos, to) : -1;
      if (next < 0 || next > to) {
        return pos;
      }
      pos = next;
    }
    return pos;
  }

  /** Where the field after this one begins; negative where it has an unusual form. */
  private static int next(byte[] bytes, int pos, int to) {
    int tag = bytes[pos];
    if (tag < 0) {
      return tag == FLAGS && pos + 1 < to && bytes[pos + 1] == 1 ? pos + 2 + Integer.BYTES : -1;
    }
    switch (tag & 7) {
      case ProtoReader.VARINT -> {
        int last = pos + 1;
        while (last < to && bytes[last] < 0) {
          last++;
        }
        return last + 1;
      }
      case ProtoReader.LENGTH -> {
        int length = length(bytes, pos + 1, to);
        return length < 0 ? -1 : pos + 1 + width(length) + length;
      }
      case ProtoReader.FIXED64 -> {
        return pos + 1 + Long.BYTES;
      }
      case ProtoReader.FIXED32 -> {
        return pos + 1 + Integer.BYTES;
      }
      default -> {
        return -1;
      }
    }
  }

  /** Whether a field is surely not the attribute: another field, or a key and a value, no more. */
  private static boolean isOther(byte[] bytes, int pos, int to, byte[] key) {
    if (bytes[pos] != PlainAttribute.OF_SPAN) {
      return true;
    }
    int length = length(bytes, pos + 1, to);
    int start = pos + 1 + width(length);
    int end = start + length;
    if (length < 4 || end > to || bytes[start] != KEY) {
      return false;
    }
    int keyLength = length(bytes, start + 1, end);
    int keyStart = start + 1 + width(keyLength);
    int keyEnd = keyStart + keyLength;
    if (keyLength < 0 || keyEnd >= end || bytes[keyEnd] != VALUE) {
      return false;
    }
    int valueLength = length(bytes, keyEnd + 1, end);
    return valueLength >= 0
        && keyEnd + 1 + width(valueLength) + valueLength == end
        && !(keyLength == key.length && Arrays.equals(bytes, keyStart, keyEnd, key, 0, key.length));
  }

  /** A length of one or two bytes in its shortest form; otherwise negative. */
  private static int length(byte[] bytes, int at, int to) {
    if (at >= to) {
      return -1;
    }
    int first = bytes[at];
    if (first >= 0) {
      return first;
    }
    int second = at + 1 < to ? bytes[at + 1] : -1;
    return second > 0 ? first & 0x7f | second << 7 : -1;
  }

  /** How many bytes such a length took. */
  private static int width(int length) {
    return length < 0x80 ? 1 : 2;
  }
}
