/**
 * The use case in the middle: which traces are due, what becomes of them, and the order in which
 * that is written down. A step of a bucket is a pure function of what is staged, of earlier steps
 * and of what the cursor pins; nothing here asks a clock what to decide. Start reading at {@link
 * dev.tailspan.decide.FinalizeTraces}.
 */
@NullMarked
package dev.tailspan.decide;

import org.jspecify.annotations.NullMarked;
