package dev.tailspan.local.mapping;

import java.io.IOException;

/** Where batches go that were given up, as the S3 on-failure destination. */
@FunctionalInterface
public interface FailureDestination {
  /**
   * Keeps an invocation record.
   *
   * @param key {@code aws/lambda/<mapping>/<shard>/yyyy/MM/dd/<time>-<random>}
   * @param json the record with the whole event in {@code payload}
   * @throws IOException when it could not be kept: the mapping then tries again and does not go on
   */
  void put(String key, byte[] json) throws IOException, InterruptedException;
}
