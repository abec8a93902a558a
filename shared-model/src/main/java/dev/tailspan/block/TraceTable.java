package dev.tailspan.block;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Traces by id: open addressing over one array, so looking up makes no object. */
final class TraceTable {
  private final int maxSpansPerTrace;
  private @Nullable TraceSpans[] slots = new TraceSpans[256];
  private int size;

  TraceTable(int maxSpansPerTrace) {
    this.maxSpansPerTrace = maxSpansPerTrace;
  }

  int size() {
    return size;
  }

  /** The trace of that id, a new one if there is none. */
  TraceSpans get(long high, long low) {
    int slot = slot(high, low);
    TraceSpans found = slots[slot];
    if (found != null) {
      return found;
    }
    TraceSpans trace = new TraceSpans(high, low, maxSpansPerTrace);
    slots[slot] = trace;
    size++;
    if (2 * size > slots.length) {
      rehash();
    }
    return trace;
  }

  List<TraceSpans> toList() {
    List<TraceSpans> all = new ArrayList<>(size);
    for (TraceSpans trace : slots) {
      if (trace != null) {
        all.add(trace);
      }
    }
    return all;
  }

  private void rehash() {
    List<TraceSpans> all = toList();
    slots = new TraceSpans[2 * slots.length];
    for (TraceSpans trace : all) {
      slots[slot(trace.high(), trace.low())] = trace;
    }
  }

  /** The slot the id is in or belongs into. */
  private int slot(long high, long low) {
    // Ids need not be random in all their bits, and within a bucket they are not.
    long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    TraceSpans found = slots[slot];
    while (found != null && !found.isOf(high, low)) {
      slot = slot + 1 & slots.length - 1;
      found = slots[slot];
    }
    return slot;
  }
}
