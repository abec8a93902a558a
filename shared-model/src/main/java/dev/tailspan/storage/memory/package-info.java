/**
 * The ports held in memory, for tests and the simulation: every behaviour the ports document
 * (expiry by a clock that is passed in, conditional commits, idempotent writes), safe for several
 * threads. {@link dev.tailspan.storage.memory.Faults} lets a test count calls and fail or crash
 * around each. Nothing but tests and the simulation may import this package.
 */
@NullMarked
package dev.tailspan.storage.memory;

import org.jspecify.annotations.NullMarked;
