/**
 * Head samplers that say what they did: consistent probability sampling as OpenTelemetry specifies
 * it ("TraceState: Probability Sampling"), so that the weights of the traces stay true whatever is
 * sampled after them. Each is a {@code Threshold} that does not depend on the trace's own
 * randomness, within {@link dev.tailspan.publisher.sampling.ConsistentSampler}.
 */
@NullMarked
package dev.tailspan.publisher.sampling;

import org.jspecify.annotations.NullMarked;
