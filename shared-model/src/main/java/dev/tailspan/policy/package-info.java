/**
 * Sampling policies: the YAML language of the OpenTelemetry Collector's {@code tail_sampling}
 * processor, read whole and checked at load, and the decision over one trace.
 *
 * <p>A decision is a pure function of the trace and the file. May import {@code model}, {@code
 * block}, {@code redact}, {@code trace}, {@code text} and {@code ottl}; no storage, use case, AWS
 * type, clock, random source or environment.
 */
@NullMarked
package dev.tailspan.policy;

import org.jspecify.annotations.NullMarked;
