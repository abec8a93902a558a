package dev.tailspan.storage;

/**
 * A record that is not, or not wholly, staged.
 *
 * @param arrivalMillis Kinesis' approximate arrival, epoch milliseconds
 * @param reason a short code, e.g. {@code TRUNCATED}, by which quarantine is counted
 * @param detail one sentence for people, at most 500 characters
 * @param rejectedSpans spans that are in quarantine only; 0 when it is not known
 * @param data the record's bytes as they lay on the stream
 */
public record QuarantinedRecord(
    String shardId,
    String sequenceNumber,
    long arrivalMillis,
    String reason,
    String detail,
    int rejectedSpans,
    byte[] data) {}
