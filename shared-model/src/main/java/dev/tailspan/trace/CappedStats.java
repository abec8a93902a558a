package dev.tailspan.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map that holds at most so many entries, the rest going to a common one, so that nothing is
 * lost. Which ones stay must not depend on the order they come in (else the same traces would give
 * different bytes): those whose keys hash lowest stay. A key once ruled out is ruled out by every
 * superset of keys too, so adding in any order, merging, storing and loading all agree.
 */
final class CappedStats<K extends Comparable<K>, V> {
  private record Place<K extends Comparable<K>>(long rank, K key) implements Comparable<Place<K>> {
    @Override
    public int compareTo(Place<K> other) {
      int order = Long.compareUnsigned(rank, other.rank);
      return order != 0 ? order : key.compareTo(other.key);
    }
  }

  private final int cap;
  private final ToLongFunction<K> rank;
  private final Function<K, V> make;
  private final BiConsumer<V, V> replace;
  private final Map<K, V> entries = new HashMap<>();
  private final TreeMap<Place<K>, K> places = new TreeMap<>();
  private final V other;

  /**
   * @param rank a hash of the key that is the same in every JVM
   * @param replace merges its second argument into its first and forwards what is added to it later
   */
  CappedStats(
      int cap, ToLongFunction<K> rank, V other, Function<K, V> make, BiConsumer<V, V> replace) {
    this.cap = cap;
    this.rank = rank;
    this.other = other;
    this.make = make;
    this.replace = replace;
  }

  /** The entry of that key, or the common one. */
  V get(K key) {
    V known = entries.get(key);
    return known != null ? known : place(key);
  }

  private V place(K key) {
    Place<K> place = new Place<>(rank.applyAsLong(key), key);
    if (places.size() >= cap) {
      if (cap == 0 || place.compareTo(places.lastKey()) > 0) {
        return other;
      }
      K evicted = Objects.requireNonNull(places.pollLastEntry()).getValue();
      replace.accept(other, Objects.requireNonNull(entries.remove(evicted)));
    }
    V made = make.apply(key);
    places.put(place, key);
    entries.put(key, made);
    return made;
  }

  @Nullable V find(K key) {
    return entries.get(key);
  }

  V other() {
    return other;
  }

  int size() {
    return entries.size();
  }

  /** In the natural order of the keys. */
  Map<K, V> sorted() {
    return new TreeMap<>(entries);
  }
}
