/**
 * The Kinesis event source mapping: from the shards of a stream to invocations of a function, with
 * the semantics AWS documents for batches, windows, partial failures, bisection, retries, record
 * age, destinations and resharding. The project's reference of those semantics. May import {@code
 * kinesis} and {@code lambda}; no AWS SDK.
 *
 * <p>Start reading at {@link dev.tailspan.local.mapping.EventSourceMapping}; the rules are in
 * {@code ShardPoller}.
 */
@NullMarked
package dev.tailspan.local.mapping;

import org.jspecify.annotations.NullMarked;
