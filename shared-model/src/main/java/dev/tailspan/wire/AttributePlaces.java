package dev.tailspan.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the attributes of an encoded span lie, found by one pass, so that each look at one of them
 * is a comparison of keys. Only the usual form is understood (a key, a value, no more; lengths of
 * one or two bytes); of spans with another the decoder must be asked.
 */
public final class AttributePlaces {
  private static final char[] NOWHERE = {};
  private static final int FEW = 16;

  private static final int KEY = 1 << 3 | ProtoReader.LENGTH;
  private static final int VALUE = 2 << 3 | ProtoReader.LENGTH;

  /** {@code Span.flags}: a tag of two bytes and a fixed32. */
  private static final int FLAGS = (byte) (16 << 3 & 0x7f | ProtoReader.FIXED32 | 0x80);

  private AttributePlaces() {}

  /**
   * The places of the attributes of the span at {@code bytes[from, to)}, from its begin.
   *
   * @return null when the span has an unusual form or more than 64 KB
   */
  public static char @Nullable [] of(byte[] bytes, int from, int to) {
    if (to - from > Character.MAX_VALUE) {
      return null;
    }
    char[] places = NOWHERE;
    int count = 0;
    int pos = from;
    while (pos < to) {
      if (bytes[pos] == PlainAttribute.OF_SPAN) {
        if (!isUsual(bytes, pos, to)) {
          return null;
        }
        if (count == places.length) {
          places = Arrays.copyOf(places, Math.max(FEW, 2 * count));
        }
        places[count++] = (char) (pos - from);
      }
      pos = next(bytes, pos, to);
      if (pos < 0 || pos > to) {
        return null;
      }
    }
    return count == places.length ? places : Arrays.copyOf(places, count);
  }

  /**
   * The first attribute of that name.
   *
   * @param places of the span that begins at {@code from}
   * @return where its field begins in the array, or -1
   */
  public static int find(byte[] bytes, int from, char[] places, byte[] key) {
    for (char place : places) {
      int at = from + place + 1;
      at += bytes[at] < 0 ? 3 : 2; // behind the length and the key's tag
      int length = bytes[at++];
      if (length < 0) {
        length = length & 0x7f | bytes[at++] << 7;
      }
      if (length == key.length && Arrays.equals(bytes, at, at + length, key, 0, length)) {
        return from + place;
      }
    }
    return -1;
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

  /** Whether an attribute is a key and a value, no more. */
  private static boolean isUsual(byte[] bytes, int pos, int to) {
    int length = length(bytes, pos + 1, to);
    int start = pos + 1 + width(length);
    int end = start + length;
    if (length < 4 || end > to || bytes[start] != KEY) {
      return false;
    }
    int keyLength = length(bytes, start + 1, end);
    int keyEnd = start + 1 + width(keyLength) + keyLength;
    if (keyLength < 0 || keyEnd >= end || bytes[keyEnd] != VALUE) {
      return false;
    }
    int valueLength = length(bytes, keyEnd + 1, end);
    return valueLength >= 0 && keyEnd + 1 + width(valueLength) + valueLength == end;
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
