package dev.tailspan.storage;

import java.util.List;
import java.util.Optional;

/**
 * Service statistics of an hour as encoded by the core ({@code trace.ServiceStats}): one blob per
 * (hour, bucket, step) that holds the hour up to that step.
 */
public interface StatsStore {
  /** Writes a blob; again with the same key replaces it (same bytes, maybe a later expiry). */
  void put(Key key, byte[] blob, long expiresAtEpochSecond);

  Optional<byte[]> get(Key key);

  /** The blob of the highest step of each bucket, in the order of buckets. */
  List<byte[]> newest(long hour);

  /**
   * @param hour hours since the epoch, by arrival
   */
  record Key(long hour, int bucket, long step) {}
}
