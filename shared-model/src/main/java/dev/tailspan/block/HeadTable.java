package dev.tailspan.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives equal heads (see {@code TracesDataWalker}) under the same parent the same number, counting
 * from 0. Open addressing, no boxes: a sender may send a resource with every single span.
 */
final class HeadTable {
  /** The parent of heads that have none. */
  static final int NO_PARENT = -1;

  private final List<byte[]> heads = new ArrayList<>();
  private int[] parents = new int[16];
  private long[] hashes = new long[16];
  private int[] slots = new int[32];

  int size() {
    return heads.size();
  }

  byte[] head(int number) {
    return heads.get(number);
  }

  int parent(int number) {
    return parents[number];
  }

  /** The number of {@code head[0, length)} under that parent, a new one if it is new. */
  int number(int parent, byte[] head, int length) {
    long hash = Murmur3.hash64(head, 0, length, parent);
    int slot = (int) hash & slots.length - 1;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash && parents[number] == parent && equal(number, head, length)) {
        return number;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return add(parent, Arrays.copyOf(head, length), hash, slot);
  }

  private boolean equal(int number, byte[] head, int length) {
    byte[] known = heads.get(number);
    return known.length == length && Arrays.equals(known, 0, length, head, 0, length);
  }

  private int add(int parent, byte[] head, long hash, int slot) {
    int number = heads.size();
    if (number == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * number);
      parents = Arrays.copyOf(parents, 2 * number);
    }
    heads.add(head);
    hashes[number] = hash;
    parents[number] = parent;
    slots[slot] = number + 1;
    if (2 * heads.size() > slots.length) {
      rehash();
    }
    return number;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < heads.size(); number++) {
      int slot = (int) hashes[number] & slots.length - 1;
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = number + 1;
    }
  }
}
