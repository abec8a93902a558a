package dev.tailspan.decide;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.policy.Decision;

/** Told of every decision as it is made; it changes nothing. */
@FunctionalInterface
public interface DecisionWatcher {
  /** Nobody looks. */
  DecisionWatcher NONE = (trace, decision) -> {};

  /** A trace decided again comes again. */
  void decided(StagedTrace trace, Decision decision);
}
