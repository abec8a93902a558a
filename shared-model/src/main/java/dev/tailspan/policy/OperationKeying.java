package dev.tailspan.policy;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.trace.CallTree;
import dev.tailspan.trace.OperationKey;

/** A budget for each operation that traces begin with: service, name and kind of the root. */
record OperationKeying() implements Keying {
  @Override
  public long key(StagedTrace trace) {
    return OperationKey.of(CallTree.root(trace));
  }

  /** {@code frontend GET /}. */
  static String text(StagedSpan span) {
    return Excerpt.of(span.serviceName() + " " + span.name());
  }
}
