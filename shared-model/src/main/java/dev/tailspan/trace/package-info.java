/**
 * What a trace says once its spans are together: tree, orphans, self time, critical path,
 * bottleneck, oddities, and the statistics of services and edges over all traces. Pure functions of
 * spans; iterative throughout, as a trace can be a chain of a hundred thousand. Knows {@code model}
 * and {@code block}, nothing of storage or policies.
 */
@NullMarked
package dev.tailspan.trace;

import org.jspecify.annotations.NullMarked;
