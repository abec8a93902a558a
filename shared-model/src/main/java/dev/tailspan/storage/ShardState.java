package dev.tailspan.storage;

import java.util.OptionalLong;

/**
 * A shard's watermark and what went through it so far.
 *
 * @param firstArrivalMillis before which nothing was ever staged from it, epoch milliseconds; empty
 *     while it has only been probed
 */
public record ShardState(
    ShardWatermark watermark, OptionalLong firstArrivalMillis, IngestCounts counts) {}
