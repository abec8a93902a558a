package dev.tailspan.ingest;

import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.wire.Limits;

/**
 * How records are staged.
 *
 * @param slackMillis how far arrival times may step back within a shard; the watermark stays so far
 *     behind the newest record
 * @param stagingTtlSeconds how long blocks are kept: longer than finalization can lag behind
 */
public record IngestSettings(
    Layout layout,
    Limits limits,
    BlockSizes blockSizes,
    long slackMillis,
    long stagingTtlSeconds) {}
