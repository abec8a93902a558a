package dev.tailspan.trace;

import dev.tailspan.block.StagedResource;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Status;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** Who called whom in a staged trace, without decoding it; circles are cut. */
public final class CallTree {
  private final List<StagedSpan> spans;
  private final int[] parents;

  private CallTree(List<StagedSpan> spans, int[] parents) {
    this.spans = spans;
    this.parents = parents;
  }

  public static CallTree of(StagedTrace trace) {
    EnumSet<TraceFlag> ignored = EnumSet.noneOf(TraceFlag.class);
    int[] parents = new ParentLinks().of(new StagedShape(trace.spans()), ignored);
    ParentLinks.cutCycles(parents, ignored);
    return new CallTree(trace.spans(), parents);
  }

  /** The earliest span without a parent; the earliest of all where each has one. */
  public static StagedSpan root(StagedTrace trace) {
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).parentSpanIdValue() == 0) {
        return spans.get(i);
      }
    }
    return spans.get(0);
  }

  /** The place of a span's parent in the trace; -1 where it has none there. */
  public int parent(int span) {
    return parents[span];
  }

  /**
   * A hash of the tree's shape: service, name and kind of each span and who hangs under whom, not
   * in which order. Equal subtrees under one parent count once, so that a loop that runs longer
   * does not make another shape.
   *
   * @param errors whether a span with an error differs from one without
   * @param repeats whether twice as many equal subtrees under one parent make another shape
   */
  public long fingerprint(boolean errors, boolean repeats) {
    int top = spans.size(); // stands above all top-level spans
    int[] from = firstChild();
    int[] filled = Arrays.copyOf(from, top + 1);
    long[] children = new long[top];
    int[] ready = new int[top + 1];
    int count = 0;
    for (int i = 0; i < top; i++) {
      if (from[i] == from[i + 1]) {
        ready[count++] = i;
      }
    }
    StagedResource last = null;
    long service = 0;
    for (int next = 0; next < count; next++) {
      int i = ready[next];
      if (i == top) {
        break;
      }
      StagedSpan span = spans.get(i);
      if (span.resource() != last) {
        last = span.resource();
        service = StableHash.of(last.serviceName(), 0);
      }
      boolean error = errors && span.statusCode() == Status.Code.ERROR;
      long own =
          StableHash.mix(service + span.kind().number() * 2L + (error ? 1 : 0), span.nameHash());
      int parent = parents[i] < 0 ? top : parents[i];
      children[filled[parent]++] =
          StableHash.mix(own, combined(children, from[i], from[i + 1], repeats));
      if (filled[parent] == from[parent + 1]) {
        ready[count++] = parent;
      }
    }
    return combined(children, from[top], top, repeats);
  }

  /** Where the children of each span stand in one array, the next one's start being their end. */
  private int[] firstChild() {
    int top = parents.length;
    int[] from = new int[top + 2];
    for (int parent : parents) {
      from[(parent < 0 ? top : parent) + 1]++;
    }
    for (int i = 1; i < from.length; i++) {
      from[i] += from[i - 1];
    }
    return from;
  }

  private static long combined(long[] hashes, int from, int to, boolean repeats) {
    Arrays.sort(hashes, from, to);
    long all = 0;
    for (int i = from; i < to; ) {
      int end = i + 1;
      while (end < to && hashes[end] == hashes[i]) {
        end++;
      }
      int doublings = repeats ? 31 - Integer.numberOfLeadingZeros(end - i) : 0;
      all = StableHash.mix(all + doublings, hashes[i]);
      i = end;
    }
    return all;
  }
}
