package dev.tailspan.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells well-formed UTF-8 (Unicode standard, table 3-7: no surrogates, nothing overlong). */
final class Utf8 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Whether {@code bytes[from, to)} are all ASCII. */
  static boolean isAscii(byte[] bytes, int from, int to) {
    int i = from;
    long seen = 0;
    for (; to - i >= Long.BYTES; i += Long.BYTES) {
      seen |= (long) LONG.get(bytes, i);
    }
    if (i < to && to - from >= Long.BYTES) {
      seen |= (long) LONG.get(bytes, to - Long.BYTES); // overlaps what was seen
    } else {
      for (; i < to; i++) {
        seen |= bytes[i];
      }
    }
    return (seen & HIGH_BITS) == 0;
  }

  static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    if (to - from >= Long.BYTES && ((long) LONG.get(bytes, to - Long.BYTES) & HIGH_BITS) == 0) {
      // Its last eight bytes are ASCII: then whole words reach to the end, the last one
      // overlapping.
      while (to - i > Long.BYTES && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
      }
      if (to - i <= Long.BYTES) {
        return true;
      }
    }
    while (to - i >= Long.BYTES && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < to) {
      int b = bytes[i++];
      if (b < 0) {
        int more = following(bytes, b & 0xff, i, to);
        if (more < 0) {
          return false;
        }
        i += more;
      }
    }
    return true;
  }

  /** How many bytes follow the lead byte, or -1 when they are not what must follow it. */
  private static int following(byte[] bytes, int lead, int next, int to) {
    int count = lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (count < 0 || to - next < count) {
      return -1;
    }
    int second = bytes[next] & 0xff;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return -1;
    }
    for (int i = 1; i < count; i++) {
      if ((bytes[next + i] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return count;
  }
}
