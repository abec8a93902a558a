package dev.tailspan.policy;

import dev.tailspan.policy.Limiter.Unit;

/**
 * {@code rate_limiting} and {@code bytes_limiting}: so many spans, or bytes of the trace's {@code
 * TracesData}, a second. The bucket holds twice that where {@code burst_capacity} is not set.
 */
record RateLimitingPolicy(String name, PolicyType type, Limiter limiter) implements LimitedPolicy {

  /**
   * @param id under which the budget is remembered
   * @param batch whether the policy stands where the processor cuts a tick's traces at a threshold
   *     when its gate {@code usetracestate} is on
   */
  static RateLimitingPolicy of(
      String name,
      PolicyType type,
      String id,
      boolean batch,
      Settings settings,
      Findings findings) {
    boolean spans = type == PolicyType.RATE_LIMITING;
    String key = spans ? "spans_per_second" : "bytes_per_second";
    long perSecond = settings.whole(key);
    long burst = settings.whole("burst_capacity");
    if (perSecond <= 0) {
      findings.warning(
          settings.place(key),
          "At "
              + perSecond
              + " a second"
              + (perSecond == 0 ? ", also the default," : "")
              + " only what the burst capacity holds at first is ever sampled.");
    }
    if (burst < 0) {
      findings.warning(
          settings.place("burst_capacity"),
          "Below 0 it counts as missing: twice a second's budget.");
    } else if (burst > 0 && burst < perSecond) {
      findings.warning(
          settings.place("burst_capacity"),
          "Less than a second's budget: the processor, which decides once a second, never spends it"
              + " all, and a trace of more than "
              + burst
              + " never passes.");
    }
    double capacity = burst <= 0 ? 2.0 * perSecond : burst;
    Unit unit = spans ? Unit.SPANS : Unit.BYTES;
    return new RateLimitingPolicy(
        name, type, Limiter.shared(id, unit, Math.max(0, perSecond), capacity, batch));
  }
}
