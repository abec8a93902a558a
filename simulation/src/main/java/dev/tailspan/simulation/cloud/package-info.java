/**
 * Models of the AWS services that Tailspan uses, as clients of the AWS SDK: what they hold is on
 * the heap, and every request passes through {@link dev.tailspan.simulation.cloud.Network}, where
 * faults happen. Kinesis and the event source mapping are those of the local stack.
 */
@NullMarked
package dev.tailspan.simulation.cloud;

import org.jspecify.annotations.NullMarked;
