package dev.tailspan.storage.memory;

import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.SequenceNumbers;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.WatermarkStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Watermarks in memory. */
public final class MemoryWatermarkStore implements WatermarkStore {
  private final LongSupplier nowMillis;
  private final Duration keep;
  private final ExpiringMap<String, ShardState> states;
  private final Faults faults;

  /**
   * @param nowMillis epoch milliseconds, by which shards expire
   * @param keep how long a shard is remembered after its last write
   */
  public MemoryWatermarkStore(LongSupplier nowMillis, Duration keep, Faults faults) {
    this.nowMillis = nowMillis;
    this.keep = keep;
    this.states = new ExpiringMap<>(nowMillis, Comparator.<String>naturalOrder());
    this.faults = faults;
  }

  @Override
  public boolean advance(ShardWatermark watermark, long firstArrivalMillis, IngestCounts counts) {
    faults.before("watermarks.advance");
    boolean moved = tryAdvance(watermark, firstArrivalMillis, counts);
    faults.after("watermarks.advance");
    return moved;
  }

  private synchronized boolean tryAdvance(
      ShardWatermark next, long firstArrivalMillis, IngestCounts counts) {
    SequenceNumbers.require(next.sequenceNumber());
    ShardState old = states.get(next.shardId()).orElse(null);
    OptionalLong first = OptionalLong.of(firstArrivalMillis);
    if (old == null) {
      store(new ShardState(next, first, counts));
      return true;
    }
    ShardWatermark before = old.watermark();
    if (SequenceNumbers.ORDER.compare(before.sequenceNumber(), next.sequenceNumber()) >= 0) {
      return false;
    }
    store(
        new ShardState(
            forward(before, next),
            old.firstArrivalMillis().isPresent() ? old.firstArrivalMillis() : first,
            old.counts().plus(counts)));
    return true;
  }

  @Override
  public boolean advanceIdle(ShardWatermark probed) {
    faults.before("watermarks.advanceIdle");
    boolean moved = tryAdvanceIdle(probed);
    faults.after("watermarks.advanceIdle");
    return moved;
  }

  private synchronized boolean tryAdvanceIdle(ShardWatermark probed) {
    SequenceNumbers.require(probed.sequenceNumber());
    @Nullable ShardState old = states.get(probed.shardId()).orElse(null);
    if (old == null) {
      if (!probed.sequenceNumber().isEmpty()) {
        return false;
      }
      store(new ShardState(probed, OptionalLong.empty(), IngestCounts.NONE));
      return true;
    }
    ShardWatermark before = old.watermark();
    ShardWatermark after = forward(before, probed);
    if (!before.sequenceNumber().equals(probed.sequenceNumber()) || after.equals(before)) {
      return false;
    }
    store(new ShardState(after, old.firstArrivalMillis(), old.counts()));
    return true;
  }

  /** Time never steps back and a finished shard stays finished. */
  private static ShardWatermark forward(ShardWatermark before, ShardWatermark next) {
    return new ShardWatermark(
        next.shardId(),
        next.sequenceNumber(),
        Math.max(before.stagedUpToMillis(), next.stagedUpToMillis()),
        before.finished() || next.finished());
  }

  private void store(ShardState state) {
    long expiresAt = Math.floorDiv(nowMillis.getAsLong() + keep.toMillis(), 1000L);
    states.put(state.watermark().shardId(), state, expiresAt);
  }

  @Override
  public Optional<ShardWatermark> find(String shardId) {
    faults.before("watermarks.find");
    Optional<ShardWatermark> found = states.get(shardId).map(ShardState::watermark);
    faults.after("watermarks.find");
    return found;
  }

  @Override
  public List<ShardState> all() {
    faults.before("watermarks.all");
    List<ShardState> all = states.values(shard -> true);
    faults.after("watermarks.all");
    return all;
  }
}
