/** JMH benchmarks and the whole-pipeline cost program. */
@NullMarked
package dev.tailspan.benchmarks;

import org.jspecify.annotations.NullMarked;
