package dev.tailspan.local.kinesis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Faults that can be switched on while the stand-in runs. Drawn from a seeded generator, so that a
 * single-threaded test sees the same ones each time. Thread-safe.
 */
public final class Faults {
  private final SplittableRandom random;
  private double throttledRecords;
  private double throttledCalls;
  private double failedCalls;
  private final Map<String, Duration> slowShards = new HashMap<>();
  private long throttled;

  Faults(long seed) {
    random = new SplittableRandom(seed);
  }

  /** PutRecord(s): the share (0 to 1) of records refused with ProvisionedThroughputExceeded. */
  public synchronized void throttleRecords(double share) {
    throttledRecords = checked(share);
  }

  /** Any call: the share (0 to 1) refused with ProvisionedThroughputExceededException, 400. */
  public synchronized void throttleCalls(double share) {
    throttledCalls = checked(share);
  }

  /** Any call: the share (0 to 1) failing with InternalFailure, 500, before it did anything. */
  public synchronized void failCalls(double share) {
    failedCalls = checked(share);
  }

  /**
   * The event source mapping's reads of a shard each take so long; zero makes it as fast as others.
   */
  public synchronized void slowDown(String shardId, Duration read) {
    slowShards.put(shardId, read);
  }

  /** Records and calls that were refused with ProvisionedThroughputExceeded so far. */
  public synchronized long throttled() {
    return throttled;
  }

  /** All off. */
  public synchronized void none() {
    throttledRecords = 0;
    throttledCalls = 0;
    failedCalls = 0;
    slowShards.clear();
  }

  synchronized boolean throttlesRecord() {
    return throttles(throttledRecords);
  }

  synchronized void beforeCall(String operation) {
    if (drawn(failedCalls)) {
      throw ApiException.internal(500);
    }
    throttle(operation);
  }

  /** A read from inside the process, as the event source mapping's: slow, or throttled. */
  void beforeRead(String shardId) {
    Duration wait = slowness(shardId);
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throttle("GetRecords");
  }

  private synchronized Duration slowness(String shardId) {
    return slowShards.getOrDefault(shardId, Duration.ZERO);
  }

  private synchronized void throttle(String operation) {
    if (throttles(throttledCalls)) {
      throw ApiException.of(
          "ProvisionedThroughputExceededException", "Rate exceeded for " + operation + ".");
    }
  }

  private boolean throttles(double share) {
    boolean drawn = drawn(share);
    throttled += drawn ? 1 : 0;
    return drawn;
  }

  private boolean drawn(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  private static double checked(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("A share is from 0 to 1, not " + share);
    }
    return share;
  }
}
