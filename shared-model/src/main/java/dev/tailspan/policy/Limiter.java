package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import org.jspecify.annotations.Nullable;

/**
 * A budget that the traces of a round share, or one a key.
 *
 * @param id of the policy it belongs to, inside the file; what is left of the budget is remembered
 *     under it
 * @param perSecond how much the budget grows, over all buckets together
 * @param burst the most it holds when a clock stands still; a trace that costs more never passes
 * @param keying null where all traces share one budget
 * @param threshold cut the traces of a round at one threshold, as the processor's gate {@code
 *     usetracestate} does; otherwise a trace that does not fit leaves its room to smaller ones
 * @param gate null where every key's budget is open
 */
record Limiter(
    String id,
    Unit unit,
    double perSecond,
    double burst,
    @Nullable Keying keying,
    boolean threshold,
    @Nullable Gate gate) {

  /** What a trace costs. */
  enum Unit {
    SPANS("spans"),
    BYTES("bytes"),
    TRACES("traces");

    final String title;

    Unit(String title) {
      this.title = title;
    }

    long cost(StagedTrace trace) {
      return switch (this) {
        case SPANS -> trace.spans().size() + trace.leftOut();
        case BYTES -> trace.tracesDataSize();
        case TRACES -> 1;
      };
    }
  }

  static Limiter shared(String id, Unit unit, double perSecond, double burst, boolean threshold) {
    return new Limiter(id, unit, perSecond, burst, null, threshold, null);
  }

  /** A budget of traces for each key. */
  static Limiter perKey(String id, double perSecond, double burst, Keying keying) {
    return new Limiter(id, Unit.TRACES, perSecond, burst, keying, false, null);
  }

  Limiter behind(Gate gate) {
    return new Limiter(id, unit, perSecond, burst, keying, threshold, gate);
  }

  /** Of the budget the trace belongs to; 0 where there is but one. */
  long key(StagedTrace trace) {
    return keying == null ? 0 : keying.key(trace);
  }

  /** {@code 100 spans a second, at most 200 at once}. */
  String text() {
    return Rates.text(perSecond)
        + " "
        + unit.title
        + " a second"
        + (burst == Double.POSITIVE_INFINITY ? "" : ", at most " + Rates.text(burst) + " at once");
  }
}
