package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.List;

/**
 * One rule of a policy file. Immutable; its vote depends on the trace and the draw alone.
 *
 * <p>To add one, see {@link PolicyType}.
 */
sealed interface Policy
    permits AlwaysSamplePolicy,
        AndPolicy,
        BooleanAttributePolicy,
        DebugPolicy,
        DropPolicy,
        LatencyPolicy,
        NotPolicy,
        NumericAttributePolicy,
        ProbabilisticPolicy,
        SpanCountPolicy,
        StatusCodePolicy,
        StringAttributePolicy,
        TraceFlagsPolicy,
        TraceStatePolicy {

  String name();

  PolicyType type();

  /**
   * Looks at the whole trace.
   *
   * @param draw what stands in for chance
   */
  Vote evaluate(StagedTrace trace, Draw draw);

  /** The probabilistic policies this one consists of; empty when it is certain of its vote. */
  default List<ProbabilisticPolicy> draws() {
    return List.of();
  }

  /**
   * The threshold the processor would write as {@code ot=th}, 56 bits: 0 where every matching trace
   * is sampled, up to 2^56 where none is.
   */
  default long strictness() {
    return 0;
  }

  /** A vote in this policy's name. */
  default Vote vote(boolean sampled, String measured, String threshold) {
    return new Vote(name(), type().key(), sampled, measured, threshold);
  }
}
