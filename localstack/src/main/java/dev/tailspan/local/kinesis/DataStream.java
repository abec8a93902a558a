package dev.tailspan.local.kinesis;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** One stream: its shards, where a record goes, resharding. Thread-safe. */
final class DataStream {
  private final String name;
  private final long createdMillis;
  private final ShardFactory shardFactory;
  // Putting shares the lock, resharding holds it alone: no record can go to a shard being closed.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<Shard> shards = new ArrayList<>();
  private int nextIndex;
  private volatile Duration retention;

  /** Makes the shard with its log, wherever logs are kept. */
  interface ShardFactory {
    Shard make(String stream, Shard.Spec spec);
  }

  /** Where a record went. */
  record Placed(Shard shard, String sequenceNumber) {}

  /** What is kept of a stream besides its records. */
  record Spec(
      String name,
      long createdMillis,
      long retentionMillis,
      int nextIndex,
      List<Shard.Spec> shards) {}

  DataStream(Spec spec, ShardFactory shardFactory) {
    this.name = spec.name();
    this.createdMillis = spec.createdMillis();
    this.retention = Duration.ofMillis(spec.retentionMillis());
    this.nextIndex = spec.nextIndex();
    this.shardFactory = shardFactory;
    spec.shards().forEach(shard -> shards.add(shardFactory.make(name, shard)));
  }

  static Spec fresh(String name, int shardCount, Duration retention, long nowMillis) {
    List<Shard.Spec> shards = new ArrayList<>();
    for (HashRange range : HashRange.even(shardCount)) {
      shards.add(new Shard.Spec(shards.size(), null, null, range, nowMillis, 0));
    }
    return new Spec(name, nowMillis, retention.toMillis(), shardCount, shards);
  }

  Spec spec() {
    return sharing(
        () ->
            new Spec(
                name,
                createdMillis,
                retention.toMillis(),
                nextIndex,
                shards.stream().map(Shard::spec).toList()));
  }

  String name() {
    return name;
  }

  long createdMillis() {
    return createdMillis;
  }

  Duration retention() {
    return retention;
  }

  void retention(Duration wanted) {
    retention = wanted;
  }

  /** All shards whose records may still be read, by index. */
  List<Shard> shards() {
    return sharing(() -> List.copyOf(shards));
  }

  List<Shard> childrenOf(String shardId) {
    return shards().stream().filter(shard -> shard.childOf(shardId)).toList();
  }

  Shard shard(String shardId) {
    return shards().stream()
        .filter(shard -> shard.id().equals(shardId))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "Could not find shard %s in stream %s under account %s."
                        .formatted(shardId, name, Streams.ACCOUNT)));
  }

  /** The open shard a hash key falls to. */
  Shard shardFor(BigInteger hashKey) {
    return sharing(() -> openShardFor(hashKey));
  }

  /** Puts records in order; those of one shard with one write. Answers in the order of entries. */
  List<Placed> put(List<Entry> entries, long nowMillis) {
    lock.readLock().lock();
    try {
      Map<Shard, List<Integer>> byShard = new LinkedHashMap<>();
      for (int i = 0; i < entries.size(); i++) {
        Shard shard = openShardFor(entries.get(i).hashKey());
        byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(i);
      }
      Placed[] placed = new Placed[entries.size()];
      byShard.forEach(
          (shard, positions) -> {
            shard.trimBefore(nowMillis - retention.toMillis());
            long number = shard.append(positions.stream().map(entries::get).toList(), nowMillis);
            for (int position : positions) {
              placed[position] = new Placed(shard, shard.sequenceNumbers().of(number++));
            }
          });
      return Arrays.asList(placed);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Closes the parents and opens their children. */
  void reshard(List<Shard> parents, List<HashRange> children, long nowMillis) {
    lock.writeLock().lock();
    try {
      for (Shard parent : parents) {
        if (!parent.open()) {
          throw ApiException.invalid(
              "Shard %s in stream %s under account %s has already been merged or split, and thus is not eligible for merging or splitting."
                  .formatted(parent.id(), name, Streams.ACCOUNT));
        }
      }
      // A child is younger than its parents even under a clock that stands still: its sequence
      // numbers begin with its creation time and must come after theirs.
      long created = nowMillis;
      for (Shard parent : parents) {
        created = Math.max(created, parent.spec().createdMillis() + 1);
      }
      for (HashRange range : children) {
        String adjacent = parents.size() > 1 ? parents.get(1).id() : null;
        shards.add(
            shardFactory.make(
                name,
                new Shard.Spec(nextIndex++, parents.get(0).id(), adjacent, range, created, 0)));
      }
      for (Shard parent : parents) {
        parent.close(Math.max(1, nowMillis));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Takes out and returns closed shards whose records have all expired. */
  List<Shard> removeExpired(long nowMillis) {
    long oldest = nowMillis - retention.toMillis();
    if (shards().stream().noneMatch(shard -> shard.expired(oldest))) {
      return List.of();
    }
    lock.writeLock().lock();
    try {
      List<Shard> expired = shards.stream().filter(shard -> shard.expired(oldest)).toList();
      shards.removeAll(expired);
      return expired;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Shard openShardFor(BigInteger hashKey) {
    for (Shard shard : shards) {
      if (shard.range().holds(hashKey) && shard.open()) {
        return shard;
      }
    }
    throw new IllegalStateException("No open shard of " + name + " holds hash key " + hashKey);
  }

  private <T> T sharing(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }
}
