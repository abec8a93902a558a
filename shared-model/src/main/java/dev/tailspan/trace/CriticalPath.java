package dev.tailspan.trace;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The chain of work that decided how long a root took: shortening anything else would not have made
 * it faster.
 *
 * <p>After Zhang et al., "CRISP: Critical Path Analysis of Large-Scale Microservice Architectures",
 * USENIX ATC 2022, as Jaeger's UI has it too: from the end of a span go back to the child that
 * finished last, through it, from its start on to the last child that had finished by then, and so
 * on; what no child covers is the span's own. Spans that overflow their parent are cut to it. Where
 * that leaves several children to choose from (equal ends) the one that started first is taken, as
 * it explains most.
 *
 * <p>Differences: a child that ends in the very nanosecond in which the next one starts counts as
 * before it; consumers under a producer are left out, since the producer does not wait for them; no
 * recursion.
 *
 * <p>The sections are disjoint, in order, and add up to the duration of the root. What is known are
 * only times: of children that ran at the same time the last one is taken to be the one that was
 * waited for, which need not be so.
 */
final class CriticalPath {
  private final List<Span> spans;
  private final TraceTree tree;
  private final long[] start;
  private final long[] end;
  private final int[] childrenByEnd;
  private final List<PathSection> sections = new ArrayList<>();

  private CriticalPath(List<Span> spans, TraceTree tree, long[] start, long[] end) {
    this.spans = spans;
    this.tree = tree;
    this.start = start;
    this.end = end;
    Comparator<Integer> latestEnd = Comparator.comparingLong(i -> -end[i]);
    this.childrenByEnd =
        tree.children(
            IntStream.range(0, spans.size())
                .boxed()
                .sorted(latestEnd.thenComparingLong(i -> start[i]).thenComparing(i -> i))
                .mapToInt(i -> i)
                .toArray());
  }

  static List<PathSection> of(
      List<Span> spans, TraceTree tree, long[] start, long[] end, int root) {
    CriticalPath path = new CriticalPath(spans, tree, start, end);
    path.walk(root);
    Collections.reverse(path.sections);
    return path.sections;
  }

  /** A span on the way, with the window its ancestors leave it. */
  private final class Step {
    final int span;
    final long from;
    final long to;

    /** What lies after has been explained. */
    long cursor;

    int nextChild;

    Step(int span, long from, long to) {
      this.span = span;
      this.from = from;
      this.to = to;
      this.cursor = to;
      this.nextChild = tree.offset(span);
    }

    /** The last child that had finished by the cursor, or null; each child is looked at once. */
    @Nullable Step descend() {
      int last = tree.offset(span) + tree.childCount(span);
      while (nextChild < last) {
        int child = childrenByEnd[nextChild++];
        long childFrom = Math.max(start[child], from);
        long childTo = Math.min(end[child], to);
        if (childTo <= cursor && childFrom < childTo && isWaitedFor(child)) {
          section(childTo);
          cursor = childFrom;
          return new Step(child, childFrom, childTo);
        }
      }
      section(from);
      return null;
    }

    private boolean isWaitedFor(int child) {
      return spans.get(span).kind() != SpanKind.PRODUCER
          || spans.get(child).kind() != SpanKind.CONSUMER;
    }

    private void section(long downTo) {
      if (downTo < cursor) {
        sections.add(new PathSection(span, downTo, cursor));
      }
    }
  }

  private void walk(int root) {
    ArrayDeque<Step> steps = new ArrayDeque<>();
    steps.push(new Step(root, start[root], end[root]));
    while (!steps.isEmpty()) {
      Step child = steps.peek().descend();
      if (child == null) {
        steps.pop();
      } else {
        steps.push(child);
      }
    }
  }
}
