package dev.tailspan.local.kinesis;

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

  /** All off. */
  public synchronized void none() {
    throttledRecords = 0;
    throttledCalls = 0;
    failedCalls = 0;
  }

  synchronized boolean throttlesRecord() {
    return drawn(throttledRecords);
  }

  synchronized void beforeCall(String operation) {
    if (drawn(failedCalls)) {
      throw ApiException.internal(500);
    }
    if (drawn(throttledCalls)) {
      throw ApiException.of(
          "ProvisionedThroughputExceededException", "Rate exceeded for " + operation + ".");
    }
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
