package dev.tailspan.storage;

/**
 * Everything that arrived at a shard before a moment is staged or quarantined.
 *
 * @param sequenceNumber the last record this is known from; empty when none was ever read
 * @param stagedUpToMillis the moment, epoch milliseconds by Kinesis' clock, slack already taken off
 * @param finished a closed shard that has been read to its end: it holds nothing back any more
 */
public record ShardWatermark(
    String shardId, String sequenceNumber, long stagedUpToMillis, boolean finished) {}
