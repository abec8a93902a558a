package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;

/** Which of a limiter's budgets a trace belongs to. */
@FunctionalInterface
interface Keying {
  /** A hash that is the same in every process. */
  long key(StagedTrace trace);
}
