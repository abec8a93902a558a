package dev.tailspan.redact;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What came of some bytes before. Of those that want the same place the newest is known, and long
 * ones never, so it takes a megabyte at most. Not for several threads.
 *
 * @param <V> what came of them
 */
final class KnownBytes<V> {
  /** Longer ones seldom come again. */
  static final int LONGEST = 256;

  private static final int PLACES = 4096;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final byte[][] known = new byte[PLACES][];
  private final Object[] values = new Object[PLACES];

  /** What came of these; null when that is not known. */
  @SuppressWarnings("unchecked") // put there by put
  @Nullable V find(byte[] bytes, int from, int length) {
    int place = place(bytes, from, length);
    byte[] there = known[place];
    return there != null && Arrays.equals(there, 0, there.length, bytes, from, from + length)
        ? (V) values[place]
        : null;
  }

  void put(byte[] bytes, int from, int length, V value) {
    if (length <= LONGEST) {
      int place = place(bytes, from, length);
      known[place] = Arrays.copyOfRange(bytes, from, from + length);
      values[place] = value;
    }
  }

  private static int place(byte[] bytes, int from, int length) {
    long hash = length;
    int at = from;
    int end = from + Math.min(length, LONGEST + 1);
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(bytes, at)) * FACTOR;
      hash ^= hash >>> 32;
    }
    for (; at < end; at++) {
      hash = (hash ^ (bytes[at] & 0xFF)) * FACTOR;
    }
    return (int) (hash >>> 40) & (PLACES - 1);
  }
}
