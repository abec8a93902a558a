package dev.tailspan.trace;

import dev.tailspan.model.SpanKind;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who hangs under whom, as indices. Spans that share an id: the two sides of one call (Zipkin) form
 * a pair, the server under the client, and children hang under the server; of any other group the
 * first span takes the children. Can be used for trace after trace, not by several threads.
 */
final class ParentLinks {
  /** The parent of a top-level span. */
  static final int NONE = -1;

  /** The spans of a trace, as far as it matters here. */
  interface Shape {
    int size();

    long id(int span);

    /** 0 for a root. */
    long parentId(int span);

    SpanKind kind(int span);
  }

  private final SpanIdTable firstById = new SpanIdTable(16);

  /** The next span with the same id, or NONE; null as long as all ids differ. */
  private int @Nullable [] nextOfId;

  /** The parents of the spans, circles included; what is odd goes to the flags. */
  int[] of(Shape spans, Set<TraceFlag> flags) {
    index(spans);
    int[] parents = new int[spans.size()];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = parent(spans, i, flags);
    }
    return parents;
  }

  private void index(Shape spans) {
    firstById.clear(spans.size());
    nextOfId = null;
    int[] lastOfId = new int[0];
    for (int i = 0; i < spans.size(); i++) {
      int first = firstById.putIfAbsent(spans.id(i), i);
      if (first != SpanIdTable.NONE) {
        if (nextOfId == null) {
          nextOfId = new int[spans.size()];
          Arrays.fill(nextOfId, NONE);
          lastOfId = new int[spans.size()];
          Arrays.fill(lastOfId, NONE);
        }
        int last = lastOfId[first] == NONE ? first : lastOfId[first];
        nextOfId[last] = i;
        lastOfId[first] = i;
      }
    }
  }

  private int parent(Shape spans, int span, Set<TraceFlag> flags) {
    int caller = nextOfId == null ? NONE : callingSide(spans, span, nextOfId, flags);
    long id = spans.parentId(span);
    if (caller != NONE || id == 0) {
      return caller;
    }
    if (id == spans.id(span)) {
      flags.add(TraceFlag.PARENT_CYCLE);
      return NONE;
    }
    int parent = takerOfChildren(spans, firstById.get(id));
    if (parent == NONE) {
      flags.add(TraceFlag.ORPHANS);
    }
    return parent;
  }

  /** The client under which this server with the same id hangs, or NONE. */
  private int callingSide(Shape spans, int span, int[] next, Set<TraceFlag> flags) {
    int first = firstById.get(spans.id(span));
    int other = next[first];
    if (other == NONE) {
      return NONE;
    }
    boolean pair = next[other] == NONE;
    if (pair && isCall(spans, first, other)) {
      return span == other ? first : NONE;
    }
    if (pair && isCall(spans, other, first)) {
      return span == first ? other : NONE;
    }
    flags.add(TraceFlag.DUPLICATE_SPAN_ID);
    return NONE;
  }

  private int takerOfChildren(Shape spans, int first) {
    if (first == NONE || nextOfId == null || nextOfId[first] == NONE) {
      return first;
    }
    int other = nextOfId[first];
    return nextOfId[other] == NONE && isCall(spans, first, other) ? other : first;
  }

  private static boolean isCall(Shape spans, int from, int to) {
    SpanKind caller = spans.kind(from);
    SpanKind callee = spans.kind(to);
    return caller == SpanKind.CLIENT && callee == SpanKind.SERVER
        || caller == SpanKind.PRODUCER && callee == SpanKind.CONSUMER;
  }

  /** Cuts every circle above its first span. */
  static void cutCycles(int[] parents, Set<TraceFlag> flags) {
    int[] walk = new int[parents.length];
    for (int i = 0; i < parents.length; i++) {
      int at = i;
      while (at != NONE && walk[at] == 0) {
        walk[at] = i + 1;
        at = parents[at];
      }
      if (at != NONE && walk[at] == i + 1) {
        parents[firstOfCircle(parents, at)] = NONE;
        flags.add(TraceFlag.PARENT_CYCLE);
      }
    }
  }

  private static int firstOfCircle(int[] parents, int member) {
    int first = member;
    for (int at = parents[member]; at != member; at = parents[at]) {
      first = Math.min(first, at);
    }
    return first;
  }
}
