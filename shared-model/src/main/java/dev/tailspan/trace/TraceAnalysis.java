package dev.tailspan.trace;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A trace put together: its tree, where the time went, and what is odd about it. The same spans in
 * any order give the same analysis. Spans go by their index in {@link #spans()}; times are
 * nanoseconds since the start of the trace.
 *
 * <p>Nothing is repaired: clocks that disagree are flagged, not shifted. A span whose times make no
 * sense counts as of no duration (see {@link TraceFlag}).
 */
public final class TraceAnalysis {
  /** Clocks that count in milliseconds make a child start before its parent by up to this. */
  public static final long SKEW_TOLERANCE_NANOS = 1_000_000;

  private final List<Span> spans;
  private final TraceTree tree;
  private final SpanTimes times;
  private final long[] start;
  private final long[] end;
  private final int root;
  private final List<PathSection> criticalPath;
  private final long[] criticalNanos;
  private final Set<TraceFlag> flags = EnumSet.noneOf(TraceFlag.class);

  private TraceAnalysis(List<Span> received) {
    this.times = SpanTimes.of(received);
    this.spans = SpanOrder.of(received, times);
    this.start = spans.stream().mapToLong(times::start).toArray();
    this.end = spans.stream().mapToLong(times::end).toArray();
    int[] parents = new ParentLinks().of(new Shape(spans), flags);
    ParentLinks.cutCycles(parents, flags);
    this.tree = new TraceTree(parents);
    this.root = root(spans, times, tree);
    this.criticalPath =
        Collections.unmodifiableList(CriticalPath.of(spans, tree, start, end, root));
    this.criticalNanos = new long[spans.size()];
    criticalPath.forEach(section -> criticalNanos[section.span()] += section.nanos());
    flag();
  }

  /**
   * Analyses the spans of one trace.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static TraceAnalysis of(List<Span> spans) {
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("a trace has at least one span");
    }
    return new TraceAnalysis(spans);
  }

  private record Shape(List<Span> spans) implements ParentLinks.Shape {
    @Override
    public int size() {
      return spans.size();
    }

    @Override
    public long id(int span) {
      return spans.get(span).spanId().value();
    }

    @Override
    public long parentId(int span) {
      return spans.get(span).parentSpanId().value();
    }

    @Override
    public SpanKind kind(int span) {
      return spans.get(span).kind();
    }
  }

  /** The earliest real root, or without one the earliest span at the top; dated ones first. */
  private static int root(List<Span> spans, SpanTimes times, TraceTree tree) {
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    for (int top : tree.roots()) {
      Span span = spans.get(top);
      int rank = (span.isRoot() ? 0 : 2) + (times.isDated(span) ? 0 : 1);
      if (rank < bestRank) {
        best = top;
        bestRank = rank;
      }
    }
    return best;
  }

  private void flag() {
    TraceFlags.roots(spans, flags);
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      times.flag(span, flags);
      int parent = tree.parent(i);
      if (parent >= 0
          && times.isDated(span)
          && times.isDated(spans.get(parent))
          && TraceFlags.isSkewed(this, i, parent)) {
        flags.add(TraceFlag.CLOCK_SKEW);
      }
      if (!flags.contains(TraceFlag.INVALID_UTF8) && TraceFlags.holdsReplacedText(span)) {
        flags.add(TraceFlag.INVALID_UTF8);
      }
    }
  }

  /** The spans by start, then id; exact copies are there once. */
  public List<Span> spans() {
    return spans;
  }

  public TraceTree tree() {
    return tree;
  }

  /**
   * Index of the span that stands for the trace: the earliest root, or the earliest top-level span.
   */
  public int root() {
    return root;
  }

  /**
   * Whether the span names a parent that is not there (or is above it in a circle that was cut).
   */
  public boolean isOrphan(int span) {
    return tree.parent(span) < 0 && !spans.get(span).isRoot();
  }

  /** Start of the trace, nanoseconds since the epoch, unsigned. */
  public long startTimeUnixNano() {
    return times.base();
  }

  /** From the earliest start to the latest end. */
  public long durationNanos() {
    long latest = 0;
    for (long one : end) {
      latest = Math.max(latest, one);
    }
    return latest;
  }

  public long startNanos(int span) {
    return start[span];
  }

  /** Not before {@link #startNanos}. */
  public long endNanos(int span) {
    return end[span];
  }

  public long durationNanos(int span) {
    return end[span] - start[span];
  }

  /** The part of a span's duration during which none of its children ran. */
  public long selfNanos(int span) {
    long covered = 0;
    long upTo = start[span];
    for (int i = 0; i < tree.childCount(span); i++) {
      int child = tree.child(span, i);
      long from = Math.max(start[child], upTo);
      long to = Math.min(end[child], end[span]);
      if (from < to) {
        covered += to - from;
        upTo = to;
      }
    }
    return durationNanos(span) - covered;
  }

  /**
   * The chain of work that decided how long {@link #root} took, in order of time, adding up to its
   * duration; see CRISP (Zhang et al., USENIX ATC 2022). Of other roots no path is given.
   */
  public List<PathSection> criticalPath() {
    return criticalPath;
  }

  /** A span's own time on the critical path. */
  public long criticalNanos(int span) {
    return criticalNanos[span];
  }

  /**
   * The span with the most time on the critical path, the earliest of equals; null if the root took
   * none.
   */
  public @Nullable Bottleneck bottleneck() {
    int slowest = 0;
    for (int i = 1; i < criticalNanos.length; i++) {
      slowest = criticalNanos[i] > criticalNanos[slowest] ? i : slowest;
    }
    return criticalNanos[slowest] == 0 ? null : Bottleneck.of(this, slowest);
  }

  public Set<TraceFlag> flags() {
    return Collections.unmodifiableSet(flags);
  }

  public TraceSummary summary() {
    return summary(Set.of());
  }

  /**
   * @param known flags that the caller knows of, such as {@link TraceFlag#TRUNCATED}
   */
  public TraceSummary summary(Collection<TraceFlag> known) {
    TreeSet<String> services = new TreeSet<>();
    TreeSet<String> operations = new TreeSet<>();
    int errors = 0;
    for (Span span : spans) {
      String service = TraceSummary.cut(span.serviceName());
      addUpTo(TraceSummary.MAX_SERVICES, services, service);
      addUpTo(
          TraceSummary.MAX_OPERATIONS, operations, service + "\n" + TraceSummary.cut(span.name()));
      errors += span.status().code() == Status.Code.ERROR ? 1 : 0;
    }
    Set<TraceFlag> all = EnumSet.copyOf(flags);
    all.addAll(known);
    return new TraceSummary(
        TraceSummary.cut(spans.get(root).serviceName()),
        TraceSummary.cut(spans.get(root).name()),
        times.base(),
        durationNanos(),
        spans.size(),
        errors,
        List.copyOf(services),
        List.copyOf(operations),
        all.stream().map(TraceFlag::word).sorted().toList());
  }

  /** Keeps the first ones of the order, and no more than these in memory. */
  private static void addUpTo(int limit, TreeSet<String> sorted, String text) {
    sorted.add(text);
    if (sorted.size() > limit) {
      sorted.pollLast();
    }
  }
}
