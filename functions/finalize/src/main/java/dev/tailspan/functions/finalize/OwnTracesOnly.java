package dev.tailspan.functions.finalize;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.decide.DecisionWatcher;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.policy.Decision;

/** Whether a run decided nothing but traces that functions made of themselves. */
final class OwnTracesOnly implements DecisionWatcher {
  private boolean others;

  @Override
  public void decided(StagedTrace trace, Decision decision) {
    // The first trace of somebody else's settles it.
    others =
        others
            || trace.spans().stream()
                .anyMatch(span -> !span.serviceName().startsWith(Invocations.SERVICE_PREFIX));
  }

  /** True of a run that decided nothing, too. */
  boolean isSo() {
    return !others;
  }
}
