package dev.tailspan.decide;

import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.SpanStream.Probe;
import dev.tailspan.storage.SpanStream.Shard;
import dev.tailspan.storage.WatermarkStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The arrival time up to which every shard is staged: nothing is decided beyond it.
 *
 * <p>A shard that gets no records never moves by itself, so shards that lag are probed. A child of
 * a reshard waits for its parents, whose own watermarks hold the minimum back until they are
 * finished.
 */
public final class LowWatermark {
  private final SpanStream stream;
  private final WatermarkStore watermarks;
  private final long slackMillis;
  private final long maxRecordAgeMillis;
  private final long probeAfterMillis;

  /**
   * @param slackMillis how far arrival times may step back within a shard
   * @param maxRecordAgeMillis the event source mapping gives records up after this time; what is
   *     left unread for longer will never come, and holds nothing back
   * @param probeAfterMillis shards whose watermark is older than this are probed
   */
  public LowWatermark(
      SpanStream stream,
      WatermarkStore watermarks,
      long slackMillis,
      long maxRecordAgeMillis,
      long probeAfterMillis) {
    this.stream = stream;
    this.watermarks = watermarks;
    this.slackMillis = slackMillis;
    this.maxRecordAgeMillis = maxRecordAgeMillis;
    this.probeAfterMillis = probeAfterMillis;
  }

  /**
   * Computes it.
   *
   * @param nowMillis only to tell whether a probe pays; it never moves the watermark
   * @return epoch milliseconds; empty while the stream has no shard to read
   */
  public OptionalLong compute(long nowMillis) {
    Map<String, ShardWatermark> known = new HashMap<>();
    for (ShardState state : watermarks.all()) {
      known.put(state.watermark().shardId(), state.watermark());
    }
    Map<String, Boolean> finished = new HashMap<>();
    OptionalLong low = OptionalLong.empty();
    for (Shard shard : parentsFirst(stream.shards())) {
      // A parent that is no longer listed has outlived its retention: it holds nothing back.
      if (!shard.parentIds().stream().allMatch(parent -> finished.getOrDefault(parent, true))) {
        finished.put(shard.id(), false);
        continue;
      }
      ShardWatermark at = current(shard, known.get(shard.id()), nowMillis);
      finished.put(shard.id(), at.finished());
      if (!at.finished()) {
        low = OptionalLong.of(Math.min(low.orElse(Long.MAX_VALUE), at.stagedUpToMillis()));
      }
    }
    return low;
  }

  /**
   * A finished parent stops holding the minimum back in the very moment its children begin to: were
   * a child passed over because its parent was looked at later, the minimum would run ahead of it.
   */
  private static List<Shard> parentsFirst(List<Shard> shards) {
    Map<String, Shard> waiting = new LinkedHashMap<>();
    shards.forEach(shard -> waiting.put(shard.id(), shard));
    List<Shard> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<Shard> ready =
          waiting.values().stream()
              .filter(shard -> shard.parentIds().stream().noneMatch(waiting::containsKey))
              .toList();
      if (ready.isEmpty()) {
        throw new IllegalStateException(
            "shards that are each other's parents: " + waiting.keySet());
      }
      ordered.addAll(ready);
      ready.forEach(shard -> waiting.remove(shard.id()));
    }
    return ordered;
  }

  private ShardWatermark current(Shard shard, @Nullable ShardWatermark known, long nowMillis) {
    ShardWatermark at =
        known != null ? known : new ShardWatermark(shard.id(), "", Long.MIN_VALUE, false);
    if (at.finished()
        || (!shard.closed() && at.stagedUpToMillis() > nowMillis - probeAfterMillis)) {
      return at;
    }
    Probe probe = stream.probe(shard.id(), at.sequenceNumber());
    long upTo = probe.atMillis() - slackMillis - (probe.caughtUp() ? 0 : maxRecordAgeMillis);
    ShardWatermark moved =
        new ShardWatermark(
            shard.id(),
            at.sequenceNumber(),
            Math.max(upTo, at.stagedUpToMillis()),
            probe.finished());
    return moved.equals(at) || watermarks.advanceIdle(moved) ? moved : at;
  }
}
