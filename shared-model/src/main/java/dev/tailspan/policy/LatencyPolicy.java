package dev.tailspan.policy;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import java.util.List;

/**
 * {@code latency}: whole milliseconds from the earliest start to the latest end, truncated.
 *
 * <p>The bounds are tried after every span, as the processor does: with an upper bound a trace
 * whose first spans lie inside the band is sampled although it ends above it. The processor takes
 * the spans in the order they arrived, we in the order of their starts, so that the same spans
 * always get the same answer.
 */
record LatencyPolicy(String name, long thresholdMs, long upperThresholdMs, String threshold)
    implements Policy {
  private static final long NANOS_PER_MILLI = 1_000_000;

  static LatencyPolicy of(String name, Settings settings, Findings findings) {
    long lower = settings.whole("threshold_ms");
    long upper = settings.whole("upper_threshold_ms");
    if (lower <= 0) {
      findings.warning(
          settings.place("threshold_ms"),
          "Every trace of "
              + (lower + 1)
              + " ms or more is sampled, "
              + (settings.has("threshold_ms") ? "" : "as the threshold is 0 unless set, ")
              + "so nearly all of them.");
    }
    if (upper != 0) {
      warnOfUpper(lower, upper, settings.place("upper_threshold_ms"), findings);
    }
    String threshold = "> " + lower + " ms" + (upper == 0 ? "" : " and <= " + upper + " ms");
    return new LatencyPolicy(name, lower, upper, threshold);
  }

  private static void warnOfUpper(long lower, long upper, Place place, Findings findings) {
    if (upper <= lower) {
      findings.warning(place, "No duration is above " + lower + " and at most " + upper + " ms.");
    }
    findings.warning(
        place,
        "The bounds are tried span by span, so a trace whose first spans last more than "
            + lower
            + " and at most "
            + upper
            + " ms is sampled even if it goes on above that.");
  }

  @Override
  public PolicyType type() {
    return PolicyType.LATENCY;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    long start = 0;
    long end = 0;
    long millis = 0;
    List<StagedSpan> spans = trace.spans();
    for (int i = 0; i < spans.size(); i++) {
      StagedSpan span = spans.get(i);
      // A running bound of 0 counts as "none yet", so a start of 0 is lost to the next span's.
      if (start == 0 || Long.compareUnsigned(span.startTimeUnixNano(), start) < 0) {
        start = span.startTimeUnixNano();
      }
      if (end == 0 || Long.compareUnsigned(span.endTimeUnixNano(), end) > 0) {
        end = span.endTimeUnixNano();
      }
      millis = (end - start) / NANOS_PER_MILLI;
      if (upperThresholdMs != 0 && matches(millis)) {
        return vote(true, "duration " + millis + " ms", threshold);
      }
      if (upperThresholdMs == 0 && matches(millis)) {
        return vote(true, "duration " + Math.max(millis, whole(trace)) + " ms", threshold);
      }
    }
    return vote(false, "duration " + millis + " ms", threshold);
  }

  private boolean matches(long millis) {
    return millis > thresholdMs && (upperThresholdMs == 0 || millis <= upperThresholdMs);
  }

  /** Of the whole trace, for the reason: what it was when the threshold was passed says little. */
  private static long whole(StagedTrace trace) {
    long start = -1;
    long end = 0;
    for (StagedSpan span : trace.spans()) {
      long spanStart = span.startTimeUnixNano();
      start = Long.compareUnsigned(spanStart, start) < 0 ? spanStart : start;
      long spanEnd = span.endTimeUnixNano();
      end = Long.compareUnsigned(spanEnd, end) > 0 ? spanEnd : end;
    }
    return (end - start) / NANOS_PER_MILLI;
  }
}
