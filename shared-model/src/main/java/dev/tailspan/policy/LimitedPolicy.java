package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;

/** A policy that samples what its limiter lets through, and nothing else matters to it. */
sealed interface LimitedPolicy extends Policy
    permits DiversityPolicy, ErrorRateChangePolicy, RareOperationPolicy, RateLimitingPolicy {
  Limiter limiter();

  /** What the trace is to the limiter, such as "12 spans". */
  default String measured(StagedTrace trace) {
    return limiter().unit().cost(trace) + " " + limiter().unit().title;
  }

  /** What it is let through by, such as "within 100 spans a second". */
  default String wanted() {
    return "within " + limiter().text();
  }

  @Override
  default Vote evaluate(StagedTrace trace, Draw draw) {
    boolean admitted = draw.admits(limiter());
    String measured = measured(trace);
    return vote(admitted, admitted ? measured : measured + ", no room left", wanted());
  }

  @Override
  default long strictness(Draw draw) {
    return draw.threshold(limiter());
  }
}
