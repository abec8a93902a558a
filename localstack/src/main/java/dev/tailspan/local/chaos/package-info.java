/**
 * A running stack under load, under faults and for long, and the account of every span at the end.
 * What is done wrong is in {@code stack} and {@code kinesis}; here is when, and what came of it.
 */
@NullMarked
package dev.tailspan.local.chaos;

import org.jspecify.annotations.NullMarked;
