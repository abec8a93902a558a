package dev.tailspan.decide;

import dev.tailspan.model.TraceId;

/**
 * A set of 64-bit fingerprints of trace ids in one array: says "surely not" at the price of a
 * memory access, where asking every decided set would cost a binary search each.
 */
final class Fingerprints {
  private long[] slots = new long[1024];
  private int size;

  void add(TraceId id) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    if (insert(slots, fingerprint(id))) {
      size++;
    }
  }

  boolean mayContain(TraceId id) {
    long fingerprint = fingerprint(id);
    int mask = slots.length - 1;
    for (int i = (int) fingerprint & mask; slots[i] != 0; i = (i + 1) & mask) {
      if (slots[i] == fingerprint) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long fingerprint : slots) {
      if (fingerprint != 0) {
        insert(larger, fingerprint);
      }
    }
    slots = larger;
  }

  private static boolean insert(long[] slots, long fingerprint) {
    int mask = slots.length - 1;
    int i = (int) fingerprint & mask;
    while (slots[i] != 0) {
      if (slots[i] == fingerprint) {
        return false;
      }
      i = (i + 1) & mask;
    }
    slots[i] = fingerprint;
    return true;
  }

  /** Never 0, which marks a free slot. */
  private static long fingerprint(TraceId id) {
    long z = id.high() * 0x9e3779b97f4a7c15L + id.low();
    z = (z ^ (z >>> 32)) * 0xd6e8feb86659fd93L;
    z ^= z >>> 32;
    return z == 0 ? 1 : z;
  }
}
