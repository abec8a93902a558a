package dev.tailspan.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * MurmurHash3_x64_128 by Austin Appleby (public domain; github.com/aappleby/smhasher,
 * MurmurHash3.cpp). Not cryptographic: it tells contents apart, it does not defend against somebody
 * who makes two that collide, and whoever can send spans gains nothing by that. Chosen for its
 * speed (every span goes through it twice) at a true 128 bits. Seeds are 64 bits here, 32 in the
 * original.
 */
public final class Murmur3 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private long high;
  private long low;

  private Murmur3() {}

  /** 64 bits of the hash. */
  static long hash64(byte[] bytes, int from, int length, long seed) {
    Murmur3 hash = new Murmur3();
    hash.compute(bytes, from, length, seed);
    return hash.high;
  }

  /** All 128 bits as 32 lower-case hex digits. */
  public static String hex128(byte[] bytes, int from, int length) {
    Murmur3 hash = new Murmur3();
    hash.compute(bytes, from, length, 0);
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(hash.high) + hex.toHexDigits(hash.low);
  }

  private void compute(byte[] bytes, int from, int length, long seed) {
    long h1 = seed;
    long h2 = seed;
    int pos = from;
    for (int blocks = length >>> 4; blocks > 0; blocks--, pos += 16) {
      h1 ^= mix1((long) LONG.get(bytes, pos));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mix2((long) LONG.get(bytes, pos + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int rest = length & 15;
    if (rest > 8) {
      h2 ^= mix2(tail(bytes, pos + 8, rest - 8));
    }
    if (rest > 0) {
      h1 ^= mix1(tail(bytes, pos, Math.min(rest, 8)));
    }
    h1 ^= length;
    h2 ^= length;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    high = h1;
    low = h2 + h1;
  }

  private static long mix1(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mix2(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long tail(byte[] bytes, int from, int count) {
    long k = 0;
    for (int i = count - 1; i >= 0; i--) {
      k = k << 8 | bytes[from + i] & 0xff;
    }
    return k;
  }

  private static long finish(long h) {
    long k = h;
    k = (k ^ k >>> 33) * 0xff51afd7ed558ccdL;
    k = (k ^ k >>> 33) * 0xc4ceb9fe1a85ec53L;
    return k ^ k >>> 33;
  }
}
