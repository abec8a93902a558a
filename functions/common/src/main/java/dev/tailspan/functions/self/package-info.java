/**
 * What a function says of itself: lines of its log, JSON with the ids of the invocation's trace,
 * and where it is wanted that trace itself, on the stream that it serves.
 *
 * <p>Nothing here can fail an invocation, and no line holds what a span or a request said, but for
 * messages of exceptions.
 */
@NullMarked
package dev.tailspan.functions.self;

import org.jspecify.annotations.NullMarked;
