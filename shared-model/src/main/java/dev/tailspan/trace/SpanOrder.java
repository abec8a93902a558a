package dev.tailspan.trace;

import dev.tailspan.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One order for the spans of a trace, whatever order they come in, and each of them once. */
final class SpanOrder {
  private SpanOrder() {}

  /** Sorted by start, undated ones first; exact copies of a span are left out. */
  static List<Span> of(List<Span> spans, SpanTimes times) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(
        Comparator.comparingLong(times::start)
            .thenComparing(Span::spanId)
            .thenComparing(Span::kind)
            .thenComparingLong(times::end)
            .thenComparing(Span::parentSpanId)
            .thenComparing(Span::name)
            .thenComparing(Span::serviceName));
    return withoutCopies(sorted);
  }

  /** Whole spans are hashed only where ids meet: hashing all attributes of all would be dear. */
  private static List<Span> withoutCopies(List<Span> sorted) {
    SpanIdTable first = new SpanIdTable(sorted.size());
    Set<Span> met = new HashSet<>();
    List<Span> distinct = new ArrayList<>(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      Span span = sorted.get(i);
      int other = first.putIfAbsent(span.spanId().value(), i);
      if (other == SpanIdTable.NONE) {
        distinct.add(span);
      } else {
        met.add(sorted.get(other));
        if (met.add(span)) {
          distinct.add(span);
        }
      }
    }
    return List.copyOf(distinct);
  }
}
