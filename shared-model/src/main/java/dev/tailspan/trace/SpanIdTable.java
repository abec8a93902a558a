package dev.tailspan.trace;

import java.util.Arrays;

/**
 * Span ids to small integers, by open addressing: no objects per span. Ids come from outside, so
 * they are mixed before use; of an id put twice the first number stays.
 */
final class SpanIdTable {
  /** Returned for an id that is not there. */
  static final int NONE = -1;

  private long[] keys = {};
  private int[] values = {};
  private int mask;
  private int used;

  SpanIdTable(int expected) {
    allocate(expected);
  }

  /** The number the id has already, or NONE when it has the given one from now on. */
  int putIfAbsent(long id, int value) {
    if (used * 2 > mask) {
      grow();
    }
    int slot = slot(id);
    if (values[slot] != NONE) {
      return values[slot];
    }
    keys[slot] = id;
    values[slot] = value;
    used++;
    return NONE;
  }

  int get(long id) {
    return values[slot(id)];
  }

  /**
   * Empties the table for the next trace. Memory is kept unless it is far too much: else after one
   * giant trace each small one would pay for wiping it.
   */
  void clear(int expected) {
    if (keys.length > 1024 && keys.length / 64 > expected) {
      allocate(expected);
    } else if (used > 0) {
      Arrays.fill(values, NONE);
    }
    used = 0;
  }

  private void allocate(int expected) {
    int capacity = Integer.highestOneBit(Math.max(expected, 4)) << 2;
    keys = new long[capacity];
    values = new int[capacity];
    mask = capacity - 1;
    Arrays.fill(values, NONE);
  }

  private int slot(long id) {
    long mixed = (id ^ (id >>> 32)) * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (values[slot] != NONE && keys[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[oldKeys.length * 2];
    mask = keys.length - 1;
    Arrays.fill(values, NONE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != NONE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
