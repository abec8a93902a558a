/**
 * The finalize function: unwraps the event, calls the core, wraps the answer.
 *
 * <p>Wiring only: no decision is taken here.
 */
@NullMarked
package dev.tailspan.functions.finalize;

import org.jspecify.annotations.NullMarked;
