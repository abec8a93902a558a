package dev.tailspan.storage;

/** A shard's watermark and what went through it so far. */
public record ShardState(ShardWatermark watermark, IngestCounts counts) {}
