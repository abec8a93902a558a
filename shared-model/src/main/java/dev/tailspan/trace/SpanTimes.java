package dev.tailspan.trace;

import dev.tailspan.model.Span;
import java.util.List;
import java.util.Set;

/**
 * Times of a trace's spans as nanoseconds since its start, none negative. One absurd timestamp must
 * not stretch the trace over decades: a span is <i>dated</i> when it has a start, and one before
 * the year 2262 (sign bit clear) unless no span of the trace has such a start. The trace starts
 * with its earliest dated span; undated ones are put there with no duration.
 *
 * @param base start of the trace, nanoseconds since the epoch, unsigned; 0 when no span is dated
 * @param far whether the dated spans are those with the sign bit set
 */
record SpanTimes(long base, boolean far) {

  static SpanTimes of(List<Span> spans) {
    long near = 0;
    long far = 0;
    for (Span span : spans) {
      long start = span.startTimeUnixNano();
      if (start > 0) {
        near = near == 0 ? start : Math.min(near, start);
      } else if (start < 0) {
        far = far == 0 ? start : Math.min(far, start); // of two negative ones: the unsigned order
      }
    }
    return near != 0 ? new SpanTimes(near, false) : new SpanTimes(far, true);
  }

  boolean isDated(Span span) {
    return span.startTimeUnixNano() != 0 && span.startTimeUnixNano() < 0 == far;
  }

  long start(Span span) {
    return isDated(span) ? span.startTimeUnixNano() - base : 0;
  }

  /** Never before the start. */
  long end(Span span) {
    long end = span.endTimeUnixNano();
    boolean usable = isDated(span) && end < 0 == far && end > span.startTimeUnixNano();
    return usable ? end - base : start(span);
  }

  void flag(Span span, Set<TraceFlag> flags) {
    long start = span.startTimeUnixNano();
    long end = span.endTimeUnixNano();
    if (start == 0 || end == 0) {
      flags.add(TraceFlag.ZERO_TIMESTAMP);
    } else if (Long.compareUnsigned(end, start) < 0) {
      flags.add(TraceFlag.NEGATIVE_DURATION);
    }
    if (!far && (start < 0 || end < 0)) {
      flags.add(TraceFlag.FAR_FUTURE_TIMESTAMP);
    }
  }
}
