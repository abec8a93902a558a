/**
 * {@code ./tailspan bench}: start at {@code Bench}, which lists the sections. A section tells a
 * {@code Run} its measurements; rigs are the pipeline on stores in memory, on emulators, or from
 * the functions' zips.
 */
@NullMarked
package dev.tailspan.benchmarks;

import org.jspecify.annotations.NullMarked;
