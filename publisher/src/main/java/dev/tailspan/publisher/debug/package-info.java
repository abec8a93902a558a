/**
 * {@code X-Debug-Trace: true}: a request that asks to be traced whatever is sampled. The propagator
 * reads and passes on the header, the sampler keeps what it marks, and the mark in the tracestate
 * ({@code tailspan=debug}) is what Tailspan's policy {@code debug} looks for.
 */
@NullMarked
package dev.tailspan.publisher.debug;

import org.jspecify.annotations.NullMarked;
