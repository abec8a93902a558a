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
        CompositePolicy,
        DebugPolicy,
        DropPolicy,
        LatencyPolicy,
        LimitedPolicy,
        NotPolicy,
        NumericAttributePolicy,
        OttlConditionPolicy,
        PercentileLatencyPolicy,
        ProbabilisticPolicy,
        ServicePolicy,
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

  /**
   * The threshold the processor would write as {@code ot=th}, 56 bits: 0 where every matching trace
   * is sampled, up to 2^56 where none is.
   */
  default long strictness(Draw draw) {
    return 0;
  }

  /** The policies inside this one. */
  default List<Policy> parts() {
    return List.of();
  }

  /** A vote in this policy's name. */
  default Vote vote(boolean sampled, String measured, String threshold) {
    return new Vote(name(), type().key(), sampled, measured, threshold);
  }

  /** No vote, as something went wrong. */
  default Vote failure(String reason, String threshold) {
    return new Vote(name(), type().key(), false, true, reason, threshold);
  }
}
