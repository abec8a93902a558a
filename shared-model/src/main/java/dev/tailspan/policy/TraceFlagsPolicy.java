package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;

/** {@code trace_flags}: any span with the W3C "sampled" bit, bit 0 of its flags. */
record TraceFlagsPolicy(String name) implements Policy {
  @Override
  public PolicyType type() {
    return PolicyType.TRACE_FLAGS;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    for (int i = 0; i < trace.spans().size(); i++) {
      if ((trace.spans().get(i).flags() & 1) != 0) {
        return vote(true, "a span's sampled flag set", "sampled flag");
      }
    }
    return vote(false, "no span's sampled flag set", "sampled flag");
  }
}
