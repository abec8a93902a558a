package dev.tailspan.lookup;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.storage.Sampling;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a trace.
 *
 * @param spans all that are archived or staged, each once
 * @param sampling why it was kept
 * @param explanation of a dropped one: the decision made again over what is still staged; of a kept
 *     one and one in flight only where it was asked for
 * @param policyVersion the version that decided, or explains
 * @param truncated spans above the cap are missing
 */
public record FoundTrace(
    TraceId id,
    TraceState state,
    List<Span> spans,
    Optional<Sampling> sampling,
    Optional<Decision> explanation,
    Optional<String> policyVersion,
    boolean truncated) {
  public FoundTrace {
    spans = List.copyOf(spans);
  }
}
