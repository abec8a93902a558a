/**
 * The Kinesis stand-in: the data-plane operations Tailspan and its publishers use, in the real wire
 * protocols (JSON and CBOR 1.1), with shards, resharding, iterators, limits and errors as AWS has
 * them. In memory, or durable in a data directory. Nothing of the sibling packages but {@code net}
 * may be imported, no AWS SDK.
 *
 * <p>Start reading at {@link dev.tailspan.local.kinesis.KinesisStandIn}; the engine behind the
 * protocol is {@link dev.tailspan.local.kinesis.Streams}.
 */
@NullMarked
package dev.tailspan.local.kinesis;

import org.jspecify.annotations.NullMarked;
