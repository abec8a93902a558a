package dev.tailspan.trace;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who hangs under whom, as indices. Spans that share an id: the two sides of one call (Zipkin) form
 * a pair, the server under the client, and children hang under the server; of any other group the
 * first span takes the children.
 */
final class ParentLinks {
  /** The parent of a top-level span. */
  static final int NONE = -1;

  private final List<Span> spans;
  private final Set<TraceFlag> flags;
  private final SpanIdTable firstById;

  /** The next span with the same id, or NONE; null as long as all ids differ. */
  private int @Nullable [] nextOfId;

  private final int[] parents;

  private ParentLinks(List<Span> spans, Set<TraceFlag> flags) {
    this.spans = spans;
    this.flags = flags;
    this.firstById = new SpanIdTable(spans.size());
    this.parents = new int[spans.size()];
  }

  /** The parents of the spans, free of circles; what is odd goes to the flags. */
  static int[] of(List<Span> spans, Set<TraceFlag> flags) {
    ParentLinks links = new ParentLinks(spans, flags);
    links.index();
    links.link();
    links.breakCycles();
    return links.parents;
  }

  private void index() {
    int[] lastOfId = new int[0];
    for (int i = 0; i < spans.size(); i++) {
      int first = firstById.putIfAbsent(spans.get(i).spanId().value(), i);
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

  private void link() {
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      int caller = callingSide(i);
      if (caller != NONE) {
        parents[i] = caller;
      } else if (span.isRoot()) {
        parents[i] = NONE;
      } else if (span.parentSpanId().equals(span.spanId())) {
        parents[i] = NONE;
        flags.add(TraceFlag.PARENT_CYCLE);
      } else {
        parents[i] = takerOfChildren(firstById.get(span.parentSpanId().value()));
        if (parents[i] == NONE) {
          flags.add(TraceFlag.ORPHANS);
        }
      }
    }
  }

  /** The client under which this server with the same id hangs, or NONE. */
  private int callingSide(int span) {
    int first = firstById.get(spans.get(span).spanId().value());
    if (nextOfId == null || nextOfId[first] == NONE) {
      return NONE;
    }
    int other = nextOfId[first];
    if (nextOfId[other] != NONE) {
      flags.add(TraceFlag.DUPLICATE_SPAN_ID);
      return NONE;
    }
    if (isCall(first, other)) {
      return span == other ? first : NONE;
    }
    if (isCall(other, first)) {
      return span == first ? other : NONE;
    }
    flags.add(TraceFlag.DUPLICATE_SPAN_ID);
    return NONE;
  }

  private int takerOfChildren(int first) {
    if (first == NONE || nextOfId == null || nextOfId[first] == NONE) {
      return first;
    }
    int other = nextOfId[first];
    return nextOfId[other] == NONE && isCall(first, other) ? other : first;
  }

  private boolean isCall(int from, int to) {
    SpanKind caller = spans.get(from).kind();
    SpanKind callee = spans.get(to).kind();
    return caller == SpanKind.CLIENT && callee == SpanKind.SERVER
        || caller == SpanKind.PRODUCER && callee == SpanKind.CONSUMER;
  }

  /** Cuts every circle above its first span. */
  private void breakCycles() {
    int[] walk = new int[parents.length];
    for (int i = 0; i < parents.length; i++) {
      int at = i;
      while (at != NONE && walk[at] == 0) {
        walk[at] = i + 1;
        at = parents[at];
      }
      if (at != NONE && walk[at] == i + 1) {
        parents[firstOfCircle(at)] = NONE;
        flags.add(TraceFlag.PARENT_CYCLE);
      }
    }
  }

  private int firstOfCircle(int member) {
    int first = member;
    for (int at = parents[member]; at != member; at = parents[at]) {
      first = Math.min(first, at);
    }
    return first;
  }
}
