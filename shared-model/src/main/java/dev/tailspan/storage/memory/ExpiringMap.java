package dev.tailspan.storage.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A sorted map whose entries are not seen any more from a second on; safe for several threads. */
final class ExpiringMap<K, V> {
  private final LongSupplier nowMillis;
  private final Map<K, Entry<V>> entries;

  private record Entry<V>(V value, long expiresAtEpochSecond) {}

  ExpiringMap(LongSupplier nowMillis, Comparator<? super K> order) {
    this.nowMillis = nowMillis;
    this.entries = new TreeMap<>(order);
  }

  synchronized void put(K key, V value, long expiresAtEpochSecond) {
    entries.put(key, new Entry<>(value, expiresAtEpochSecond));
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key)).filter(this::live).map(Entry::value);
  }

  /** The values whose keys match, in the order of the keys. */
  synchronized List<V> values(Predicate<? super K> wanted) {
    List<V> values = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (wanted.test(key) && live(entry)) {
            values.add(entry.value());
          }
        });
    return values;
  }

  private boolean live(Entry<V> entry) {
    return entry.expiresAtEpochSecond() > Math.floorDiv(nowMillis.getAsLong(), 1000L);
  }
}
