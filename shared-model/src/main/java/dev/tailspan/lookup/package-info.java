/**
 * The use cases behind every read API: one trace with its state, search, services and dependencies,
 * status and cost. They answer in the core's values; how an API spells them is the business of
 * {@code functions/query}. Nothing here writes.
 */
@NullMarked
package dev.tailspan.lookup;

import org.jspecify.annotations.NullMarked;
