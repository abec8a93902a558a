package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;

/**
 * {@code span_count}: the number of spans within the bounds, both included; a {@code max_spans} of
 * 0 is no bound. A span that was delivered twice counts once here, twice in the processor.
 */
record SpanCountPolicy(String name, long min, long max, String threshold) implements Policy {
  static SpanCountPolicy of(String name, Settings settings, Findings findings) {
    long min = settings.whole("min_spans");
    long max = settings.whole("max_spans");
    if (min <= 1 && max == 0) {
      findings.warning(settings.place("min_spans"), "Every trace is sampled: all have a span.");
    }
    if (max != 0 && max < Math.max(min, 1)) {
      findings.warning(
          settings.place("max_spans"),
          "No trace has at least " + min + " and at most " + max + " spans.");
    }
    String threshold = ">= " + min + (max == 0 ? "" : " and <= " + max);
    return new SpanCountPolicy(name, min, max, threshold);
  }

  @Override
  public PolicyType type() {
    return PolicyType.SPAN_COUNT;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    // Of a trace beyond the cap the first spans are there, but all count.
    long spans = trace.spans().size() + trace.leftOut();
    return vote(spans >= min && (max == 0 || spans <= max), spans + " spans", threshold);
  }
}
