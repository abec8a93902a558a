package dev.tailspan.trace;

import java.util.Arrays;

/**
 * The spans of a trace as a forest over their indices: two arrays instead of nodes, so a chain or a
 * fan of a hundred thousand is nothing special. Children come in the order of the indices.
 */
public final class TraceTree {
  private final int[] parents;
  private final int[] offsets;
  private final int[] children;
  private final int[] roots;

  TraceTree(int[] parents) {
    this.parents = parents;
    this.offsets = offsets(parents);
    int[] all = new int[parents.length];
    Arrays.setAll(all, i -> i);
    this.children = children(all);
    this.roots = Arrays.stream(all).filter(i -> parents[i] == ParentLinks.NONE).toArray();
  }

  private static int[] offsets(int[] parents) {
    int[] offsets = new int[parents.length + 1];
    for (int parent : parents) {
      if (parent != ParentLinks.NONE) {
        offsets[parent + 1]++;
      }
    }
    for (int i = 0; i < parents.length; i++) {
      offsets[i + 1] += offsets[i];
    }
    return offsets;
  }

  /**
   * All children, parent by parent, those of one parent in the order in which they are in the list.
   */
  int[] children(int[] order) {
    int[] next = Arrays.copyOf(offsets, parents.length);
    int[] sorted = new int[offsets[parents.length]];
    for (int child : order) {
      if (parents[child] != ParentLinks.NONE) {
        sorted[next[parents[child]]++] = child;
      }
    }
    return sorted;
  }

  public int size() {
    return parents.length;
  }

  /** Index of the parent, or -1 for a span at the top. */
  public int parent(int span) {
    return parents[span];
  }

  public int childCount(int span) {
    return offsets[span + 1] - offsets[span];
  }

  /**
   * @param position 0 up to the number of children
   */
  public int child(int span, int position) {
    return children[offsets[span] + position];
  }

  /**
   * Where the children of a span begin in {@link #children(int[])}; they end where the next ones
   * begin.
   */
  int offset(int span) {
    return offsets[span];
  }

  /** Spans at the top, in order: roots, orphans, and where a circle was cut. */
  public int[] roots() {
    return roots.clone();
  }

  /** All spans, each before its children and all of its offspring before its next sibling. */
  public int[] preOrder() {
    int[] order = new int[parents.length];
    int[] stack = new int[parents.length];
    int depth = 0;
    for (int i = roots.length - 1; i >= 0; i--) {
      stack[depth++] = roots[i];
    }
    for (int done = 0; depth > 0; done++) {
      int span = stack[--depth];
      order[done] = span;
      for (int i = offsets[span + 1] - 1; i >= offsets[span]; i--) {
        stack[depth++] = children[i];
      }
    }
    return order;
  }

  /** How many ancestors each span has. */
  public int[] depths() {
    int[] depths = new int[parents.length];
    for (int span : preOrder()) {
      depths[span] = parents[span] == ParentLinks.NONE ? 0 : depths[parents[span]] + 1;
    }
    return depths;
  }
}
