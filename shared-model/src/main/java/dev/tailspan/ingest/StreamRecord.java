package dev.tailspan.ingest;

/**
 * A record as Kinesis hands it over.
 *
 * @param arrivalMillis approximate arrival, epoch milliseconds by Kinesis' clock
 * @param data its bytes; do not change the array after handing it over
 */
public record StreamRecord(
    String shardId, String sequenceNumber, long arrivalMillis, byte[] data) {}
