package dev.tailspan.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Where the spans of a batch lie in the bytes as received: columns of ints, no object per span.
 * Spans that were added last can be taken back, which is how a record leaves no trace when it
 * fails.
 */
final class SpanIndex {
  private final List<byte[]> sources = new ArrayList<>();
  private int[] source = new int[1024];
  private int[] offset = new int[1024];
  private int[] length = new int[1024];
  private int[] scope = new int[1024];
  private int[] bucket = new int[1024];
  private int[] record = new int[1024];
  private int size;

  int size() {
    return size;
  }

  void add(byte[] bytes, int offset, int length, int scope, int bucket, int record) {
    if (size == source.length) {
      grow();
    }
    // Spans of one record come one after another, out of one array.
    if (sources.isEmpty() || sources.get(sources.size() - 1) != bytes) {
      sources.add(bytes);
    }
    source[size] = sources.size() - 1;
    this.offset[size] = offset;
    this.length[size] = length;
    this.scope[size] = scope;
    this.bucket[size] = bucket;
    this.record[size] = record;
    size++;
  }

  /** Takes back all spans from that one on. */
  void truncate(int size) {
    this.size = size;
    int used = size == 0 ? 0 : source[size - 1] + 1;
    sources.subList(used, sources.size()).clear();
  }

  byte[] bytes(int i) {
    return sources.get(source[i]);
  }

  int offset(int i) {
    return offset[i];
  }

  int length(int i) {
    return length[i];
  }

  /** Number of the scope (with its resource) it came under. */
  int scope(int i) {
    return scope[i];
  }

  int bucket(int i) {
    return bucket[i];
  }

  /** Number of the record it came in. */
  int record(int i) {
    return record[i];
  }

  /** All numbers from 0 to {@code count - 1}. */
  static int[] inOrder(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /**
   * Sorts by a key from 0 to {@code keys - 1}, leaving equals in their order; in linear time.
   *
   * @return a new array
   */
  static int[] sorted(int[] order, int keys, IntUnaryOperator key) {
    int[] starts = new int[keys + 1];
    for (int i : order) {
      starts[key.applyAsInt(i) + 1]++;
    }
    for (int k = 0; k < keys; k++) {
      starts[k + 1] += starts[k];
    }
    int[] sorted = new int[order.length];
    for (int i : order) {
      sorted[starts[key.applyAsInt(i)]++] = i;
    }
    return sorted;
  }

  private void grow() {
    int capacity = 2 * size;
    source = Arrays.copyOf(source, capacity);
    offset = Arrays.copyOf(offset, capacity);
    length = Arrays.copyOf(length, capacity);
    scope = Arrays.copyOf(scope, capacity);
    bucket = Arrays.copyOf(bucket, capacity);
    record = Arrays.copyOf(record, capacity);
  }
}
