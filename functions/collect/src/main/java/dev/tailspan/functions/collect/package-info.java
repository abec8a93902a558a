/**
 * The collect function: unwraps the event, calls the core, wraps the answer.
 *
 * <p>Wiring only: no decision is taken here.
 */
@NullMarked
package dev.tailspan.functions.collect;

import org.jspecify.annotations.NullMarked;
