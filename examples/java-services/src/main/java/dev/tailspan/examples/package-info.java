/**
 * Two small services that publish to Tailspan's stream: {@link dev.tailspan.examples.Shop} calls
 * {@link dev.tailspan.examples.Prices}. Without a framework, so that everything a framework's
 * instrumentation would do stands here: {@code Tracing} is all there is to it.
 */
@NullMarked
package dev.tailspan.examples;

import org.jspecify.annotations.NullMarked;
