package dev.tailspan.storage.memory;

import dev.tailspan.storage.StatsStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Service statistics in memory. */
public final class MemoryStatsStore implements StatsStore {
  private static final Comparator<Key> ORDER =
      Comparator.comparingLong(Key::hour)
          .thenComparingInt(Key::bucket)
          .thenComparingLong(Key::step);

  private record Blob(Key key, byte[] bytes) {}

  private final ExpiringMap<Key, Blob> blobs;
  private final Faults faults;

  /**
   * @param nowMillis epoch milliseconds, by which blobs expire
   */
  public MemoryStatsStore(LongSupplier nowMillis, Faults faults) {
    this.blobs = new ExpiringMap<>(nowMillis, ORDER);
    this.faults = faults;
  }

  @Override
  public void put(Key key, byte[] blob, long expiresAtEpochSecond) {
    faults.before("stats.put");
    blobs.put(key, new Blob(key, blob.clone()), expiresAtEpochSecond);
    faults.after("stats.put");
  }

  @Override
  public Optional<byte[]> get(Key key) {
    faults.before("stats.get");
    Optional<byte[]> found = blobs.get(key).map(blob -> blob.bytes().clone());
    faults.after("stats.get");
    return found;
  }

  @Override
  public List<byte[]> newest(long hour) {
    faults.before("stats.newest");
    TreeMap<Integer, byte[]> newest = new TreeMap<>();
    for (Blob blob : blobs.values(key -> key.hour() == hour)) {
      newest.put(blob.key().bucket(), blob.bytes().clone());
    }
    faults.after("stats.newest");
    return new ArrayList<>(newest.values());
  }
}
