package dev.tailspan.replay;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.decide.DecisionWatcher;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.trace.TraceSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last decision on each trace by one file. Traces of the steps before the window do not count,
 * nor do those of a step that was cut off.
 */
final class Ballot implements DecisionWatcher {
  private final Map<TraceId, Cast> casts = new TreeMap<>();
  private final Set<TraceId> before = new HashSet<>();
  private final List<Cast> step = new ArrayList<>();

  /**
   * One decision.
   *
   * @param policy that kept the trace; empty of one that is not kept
   * @param look null of a trace that is not kept
   */
  record Cast(
      TraceId id, String policy, String reason, long spans, long bytes, @Nullable Look look) {
    boolean kept() {
      return look != null;
    }
  }

  /** What an example shows of a trace. */
  record Look(String rootService, String rootName, long durationNanos) {
    static Look at(TraceSummary summary) {
      return new Look(summary.rootService(), summary.rootName(), summary.durationNanos());
    }
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
    step.add(
        new Cast(
            trace.id(),
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

  /**
   * Takes what was decided since the last time.
   *
   * @param counts false before the window
   * @return whether any of it was kept
   */
  boolean take(boolean counts) {
    boolean kept = false;
    for (Cast cast : step) {
      if (!counts) {
        before.add(cast.id());
      } else if (!before.contains(cast.id())) {
        casts.put(cast.id(), cast);
        kept |= cast.kept();
      }
    }
    step.clear();
    return kept;
  }

  Map<TraceId, Cast> casts() {
    return casts;
  }
}
