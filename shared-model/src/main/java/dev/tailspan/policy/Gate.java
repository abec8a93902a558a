package dev.tailspan.policy;

/** Whether a key has a budget in a round at all, by what the round's traffic is like. */
@FunctionalInterface
interface Gate {
  /**
   * Must not depend on randomness: the weight of a trace counts on the gate standing as it stands
   * whatever id the trace had.
   *
   * @param round of all traces offered to the round
   * @param before of the traffic before it
   */
  boolean isOpen(long key, Baseline round, Baseline before);
}
