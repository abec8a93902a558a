package dev.tailspan.block;

import dev.tailspan.wire.ProtoReader;
import dev.tailspan.wire.ProtoWriter;

/**
 * Writes spans as {@code TracesData}: one ResourceSpans per resource, one ScopeSpans per scope, so
 * that neither is repeated however many records it came in. The bytes of heads and spans are those
 * received.
 */
final class BlockWriter {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;

  /** A tag and a length, at most. */
  private static final int FRAME = 6;

  private final ProtoWriter out = new ProtoWriter(64 << 10);
  private final SpanIndex index;
  private final HeadTable resources;
  private final HeadTable scopes;

  BlockWriter(SpanIndex index, HeadTable resources, HeadTable scopes) {
    this.index = index;
    this.resources = resources;
    this.scopes = scopes;
  }

  /**
   * How far from {@code from} on a block may go without being larger than that.
   *
   * @param order spans of one block, those of a scope side by side and scopes of a resource as well
   * @return the end, exclusive; at least one span further on
   */
  int fit(int[] order, int from, int to, int maxBytes) {
    long size = 0;
    int scope = -1;
    int resource = -1;
    for (int i = from; i < to; i++) {
      size += index.length(order[i]) + FRAME;
      if (index.scope(order[i]) != scope) {
        scope = index.scope(order[i]);
        size += scopes.head(scope).length + FRAME;
        if (scopes.parent(scope) != resource) {
          resource = scopes.parent(scope);
          size += resources.head(resource).length + FRAME;
        }
      }
      if (size > maxBytes && i > from) {
        return i;
      }
    }
    return to;
  }

  /** Writes the block; it lies in the answer's array until the next one is written. */
  ProtoWriter write(int[] order, int from, int to) {
    out.clear();
    int start = from;
    while (start < to) {
      int resource = scopes.parent(index.scope(order[start]));
      int end = start + 1;
      while (end < to && scopes.parent(index.scope(order[end])) == resource) {
        end++;
      }
      resourceSpans(order, start, end, resources.head(resource));
      start = end;
    }
    return out;
  }

  private void resourceSpans(int[] order, int from, int to, byte[] head) {
    int size = head.length;
    for (int start = from; start < to; ) {
      int end = scopeEnd(order, start, to);
      size += framed(scopeSpansSize(order, start, end));
      start = end;
    }
    frame(RESOURCE_SPANS, size);
    out.ensure(size);
    out.raw(head, 0, head.length);
    for (int start = from; start < to; ) {
      int end = scopeEnd(order, start, to);
      scopeSpans(order, start, end);
      start = end;
    }
  }

  private void scopeSpans(int[] order, int from, int to) {
    byte[] head = scopes.head(index.scope(order[from]));
    frame(SCOPE_SPANS, scopeSpansSize(order, from, to));
    out.raw(head, 0, head.length);
    for (int i = from; i < to; i++) {
      int span = order[i];
      frame(SPANS, index.length(span));
      out.raw(index.bytes(span), index.offset(span), index.length(span));
    }
  }

  private int scopeSpansSize(int[] order, int from, int to) {
    int size = scopes.head(index.scope(order[from])).length;
    for (int i = from; i < to; i++) {
      size += framed(index.length(order[i]));
    }
    return size;
  }

  private int scopeEnd(int[] order, int from, int to) {
    int scope = index.scope(order[from]);
    int end = from + 1;
    while (end < to && index.scope(order[end]) == scope) {
      end++;
    }
    return end;
  }

  private void frame(int number, int length) {
    out.tag(number, ProtoReader.LENGTH);
    out.varint(length);
  }

  private static int framed(int length) {
    return 1 + ProtoWriter.varintSize(length) + length;
  }
}
