package dev.tailspan.lookup;

import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.WatermarkStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the system stands, and what it has cost so far.
 *
 * @param shards every shard with its watermark and counts
 * @param ingest the sum over shards
 * @param decisions the sum over buckets
 * @param oldestNextStep the step of the bucket that is furthest behind; empty before the first run
 * @param bucketsByPolicy the buckets that have pinned a version, by version: all have the same, but
 *     for the moment a new one comes in
 */
public record SystemStatus(
    List<ShardState> shards,
    IngestCounts ingest,
    DecisionCounts decisions,
    Optional<Long> oldestNextStep,
    SortedMap<String, List<Integer>> bucketsByPolicy) {
  public SystemStatus {
    shards = List.copyOf(shards);
    bucketsByPolicy = Collections.unmodifiableSortedMap(new TreeMap<>(bucketsByPolicy));
  }

  /** Reads it. */
  public static SystemStatus read(WatermarkStore watermarks, DecisionStore decisions, int buckets) {
    List<ShardState> shards = watermarks.all();
    IngestCounts ingest =
        shards.stream().map(ShardState::counts).reduce(IngestCounts.NONE, IngestCounts::plus);
    DecisionCounts decided = DecisionCounts.NONE;
    Optional<Long> oldest = Optional.empty();
    SortedMap<String, List<Integer>> byPolicy = new TreeMap<>();
    for (BucketCursor cursor : decisions.cursors(buckets)) {
      decided = decided.plus(cursor.counts());
      oldest = Optional.of(Math.min(cursor.nextStep(), oldest.orElse(Long.MAX_VALUE)));
      byPolicy
          .computeIfAbsent(cursor.policyVersion(), version -> new ArrayList<>())
          .add(cursor.bucket());
    }
    return new SystemStatus(shards, ingest, decided, oldest, byPolicy);
  }

  /** Dollars per million spans staged so far, by part; empty before the first span. */
  public Map<String, Double> dollarsPerMillionSpans(Prices prices) {
    if (ingest.spans() == 0) {
      return Map.of();
    }
    Usage usage = ingest.usage().plus(decisions.usage());
    Map<String, Double> parts = new LinkedHashMap<>();
    prices
        .parts(usage, ingest.receivedBytes())
        .forEach((part, dollars) -> parts.put(part, dollars * 1e6 / ingest.spans()));
    return parts;
  }
}
