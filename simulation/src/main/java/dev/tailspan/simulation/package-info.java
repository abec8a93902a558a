/**
 * The whole pipeline under faults: one step at a time, one seed, a virtual clock. The production
 * handlers, use cases and stores run over {@link dev.tailspan.simulation.cloud models} of the
 * services, and an {@link dev.tailspan.simulation.Oracle} that knows every accepted span says what
 * must come of it.
 */
@NullMarked
package dev.tailspan.simulation;

import org.jspecify.annotations.NullMarked;
