package dev.tailspan.local.kinesis;

import java.nio.charset.StandardCharsets;

/**
 * A record as a shard holds it.
 *
 * @param number position in its shard, from 1, without gaps
 * @param arrivalMillis approximate arrival time, epoch milliseconds
 * @param data the bytes, not copied: nobody may write to them
 */
record StoredRecord(long number, long arrivalMillis, String partitionKey, byte[] data) {
  /** What AWS counts against its limits: data and partition key. */
  int size() {
    return data.length + keyBytes().length;
  }

  byte[] keyBytes() {
    return partitionKey.getBytes(StandardCharsets.UTF_8);
  }
}
