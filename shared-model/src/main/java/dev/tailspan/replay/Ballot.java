package dev.tailspan.replay;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.decide.DecisionWatcher;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.trace.TraceSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last decision on each trace by one file. */
final class Ballot implements DecisionWatcher {
  private final Map<TraceId, Cast> casts = new TreeMap<>();
  private long step;
  private int bucket;

  /**
   * One decision.
   *
   * @param firstSlice in which the trace's first span arrived
   * @param step of the decision, and its bucket
   * @param policy that kept the trace; empty of one that is not kept
   * @param look null of a trace that is not kept
   */
  record Cast(
      TraceId id,
      long firstSlice,
      Step step,
      String policy,
      String reason,
      long spans,
      long bytes,
      @Nullable Look look) {
    boolean kept() {
      return look != null;
    }
  }

  record Step(long step, int bucket) {}

  /** What an example shows of a trace. */
  record Look(String rootService, String rootName, long durationNanos) {
    static Look at(TraceSummary summary) {
      return new Look(summary.rootService(), summary.rootName(), summary.durationNanos());
    }
  }

  /** Of where the next decisions are. */
  void at(long ofStep, int ofBucket) {
    step = ofStep;
    bucket = ofBucket;
  }

  @Override
  public void decided(StagedTrace trace, Decision decision) {
    Look look = null;
    if (decision.sampled()) {
      look =
          Look.at(
              TraceAnalysis.of(trace.spans().stream().map(StagedSpan::decode).toList())
                  .summary(List.of()));
    }
    casts.put(
        trace.id(),
        new Cast(
            trace.id(),
            trace.firstSlice(),
            new Step(step, bucket),
            decision.sampled() ? decision.policy() : "",
            reason(decision),
            trace.spans().size(),
            trace.tracesDataSize(),
            look));
  }

  static String reason(Decision decision) {
    return decision.policy().isEmpty()
        ? decision.reason()
        : decision.policy() + ": " + decision.reason();
  }

  int size() {
    return casts.size();
  }

  /** On the traces that begin in some slices, the last one exclusive. */
  Map<TraceId, Cast> casts(long fromSlice, long toSlice) {
    Map<TraceId, Cast> some = new TreeMap<>(casts);
    some.values().removeIf(cast -> cast.firstSlice() < fromSlice || cast.firstSlice() >= toSlice);
    return some;
  }
}
