package dev.tailspan.storage.contract;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.ingestCounts;
import static dev.tailspan.storage.contract.StoredValues.sequenceNumber;
import static dev.tailspan.storage.contract.StoredValues.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.WatermarkStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WatermarkStore} does. */
public abstract class WatermarkStoreContract {
  private static final long FIRST = 990;
  private static final String OTHER = "shardId-000000000001";

  /** How long a shard is remembered after its last write. */
  protected static final Duration KEEP = Duration.ofDays(10);

  protected final TestClock clock = new TestClock();
  protected WatermarkStore store;

  /**
   * A store that holds nothing, expires by {@link #clock} and remembers shards for {@link #KEEP}.
   */
  protected abstract WatermarkStore freshStore();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void knowsNoShardAtFirst() {
    assertThat(store.all()).isEmpty();
  }

  @Test
  void oneShardIsFoundByItsName() {
    store.advance(watermark(SHARD, 1, 1_000), FIRST, ingestCounts(3));

    assertThat(store.find(SHARD)).contains(watermark(SHARD, 1, 1_000));
    assertThat(store.find(OTHER)).isEmpty();
    clock.advance(KEEP);
    assertThat(store.find(SHARD)).isEmpty();
  }

  @Test
  void remembersWhereEachShardIs() {
    assertThat(store.advance(watermark(OTHER, 7, 2_000), FIRST, ingestCounts(5))).isTrue();
    assertThat(store.advance(watermark(SHARD, 1, 1_000), FIRST, ingestCounts(3))).isTrue();

    assertThat(store.all())
        .containsExactly(
            new ShardState(watermark(SHARD, 1, 1_000), OptionalLong.of(FIRST), ingestCounts(3)),
            new ShardState(watermark(OTHER, 7, 2_000), OptionalLong.of(FIRST), ingestCounts(5)));
  }

  @Test
  void movesForwardAndAddsUp() {
    store.advance(watermark(SHARD, 1, 1_000), FIRST, ingestCounts(3));

    assertThat(store.advance(watermark(SHARD, 2, 2_000), FIRST, ingestCounts(5))).isTrue();

    assertThat(store.all())
        .containsExactly(
            new ShardState(
                watermark(SHARD, 2, 2_000),
                OptionalLong.of(FIRST),
                ingestCounts(3).plus(ingestCounts(5))));
  }

  @Test
  void aRedeliveryChangesNothing() {
    store.advance(watermark(SHARD, 2, 2_000), FIRST, ingestCounts(3));
    List<ShardState> before = store.all();

    assertThat(store.advance(watermark(SHARD, 2, 9_000), FIRST, ingestCounts(3))).isFalse();
    assertThat(store.advance(watermark(SHARD, 1, 9_000), FIRST, ingestCounts(3))).isFalse();

    assertThat(store.all()).isEqualTo(before);
  }

  @Test
  void comparesNumbersNotTexts() {
    store.advance(numbered("999"), FIRST, IngestCounts.NONE);

    assertThat(store.advance(numbered("1000"), FIRST, IngestCounts.NONE)).isTrue();
    assertThat(store.advance(numbered("2"), FIRST, IngestCounts.NONE)).isFalse();
    assertThat(store.advance(numbered("9".repeat(128)), FIRST, IngestCounts.NONE)).isTrue();
    assertThat(store.advance(numbered("9".repeat(127)), FIRST, IngestCounts.NONE)).isFalse();
    assertThat(store.all().get(0).watermark().sequenceNumber()).isEqualTo("9".repeat(128));
  }

  @Test
  void refusesWhatIsNoSequenceNumber() {
    for (String bad : List.of("12x", "-1", "1".repeat(129), "007")) {
      assertThatThrownBy(() -> store.advance(numbered(bad), FIRST, IngestCounts.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bad);
    }
    assertThat(store.all()).isEmpty();
  }

  @Test
  void theFirstArrivalStays() {
    store.advanceIdle(new ShardWatermark(SHARD, "", 100, false));
    store.advance(watermark(SHARD, 1, 1_000), 700, ingestCounts(1));
    store.advance(watermark(SHARD, 2, 2_000), 300, ingestCounts(1));
    store.advanceIdle(watermark(SHARD, 2, 3_000));

    assertThat(store.all())
        .extracting(ShardState::firstArrivalMillis)
        .containsExactly(OptionalLong.of(700));
  }

  @Test
  void timeNeverStepsBack() {
    store.advance(watermark(SHARD, 1, 5_000), FIRST, ingestCounts(1));

    assertThat(store.advance(watermark(SHARD, 2, 4_000), FIRST, ingestCounts(1))).isTrue();

    assertThat(store.all())
        .containsExactly(
            new ShardState(
                watermark(SHARD, 2, 5_000),
                OptionalLong.of(FIRST),
                ingestCounts(1).plus(ingestCounts(1))));
  }

  @Test
  void anIdleShardMovesInTimeOnly() {
    store.advance(watermark(SHARD, 1, 1_000), FIRST, ingestCounts(3));

    assertThat(store.advanceIdle(watermark(SHARD, 1, 8_000))).isTrue();

    assertThat(store.all())
        .containsExactly(
            new ShardState(watermark(SHARD, 1, 8_000), OptionalLong.of(FIRST), ingestCounts(3)));
  }

  @Test
  void aProbeThatWasOvertakenChangesNothing() {
    store.advance(watermark(SHARD, 2, 2_000), FIRST, ingestCounts(3));
    List<ShardState> before = store.all();

    assertThat(store.advanceIdle(watermark(SHARD, 1, 8_000))).isFalse();
    assertThat(store.advanceIdle(watermark(SHARD, 3, 8_000))).isFalse();
    assertThat(store.advanceIdle(new ShardWatermark(SHARD, "", 8_000, true))).isFalse();
    assertThat(store.advanceIdle(watermark(SHARD, 2, 1_500))).isFalse();

    assertThat(store.all()).isEqualTo(before);
  }

  @Test
  void aShardNobodyEverReadFromCanBeIdle() {
    ShardWatermark empty = new ShardWatermark(SHARD, "", 3_000, false);

    assertThat(store.advanceIdle(empty)).isTrue();
    assertThat(store.advanceIdle(watermark(OTHER, 1, 3_000))).isFalse();
    assertThat(store.all())
        .containsExactly(new ShardState(empty, OptionalLong.empty(), IngestCounts.NONE));

    assertThat(store.advanceIdle(new ShardWatermark(SHARD, "", 4_000, false))).isTrue();
    assertThat(store.advance(watermark(SHARD, 1, 5_000), FIRST, ingestCounts(2))).isTrue();
    assertThat(store.all())
        .containsExactly(
            new ShardState(watermark(SHARD, 1, 5_000), OptionalLong.of(FIRST), ingestCounts(2)));
  }

  @Test
  void aFinishedShardStaysFinished() {
    store.advance(watermark(SHARD, 1, 1_000), FIRST, ingestCounts(3));
    ShardWatermark finished = new ShardWatermark(SHARD, sequenceNumber(1), 1_000, true);

    assertThat(store.advanceIdle(finished)).isTrue();
    assertThat(store.advanceIdle(finished)).isFalse();
    assertThat(store.advanceIdle(watermark(SHARD, 1, 2_000))).isTrue();

    assertThat(store.all())
        .containsExactly(
            new ShardState(
                new ShardWatermark(SHARD, sequenceNumber(1), 2_000, true),
                OptionalLong.of(FIRST),
                ingestCounts(3)));
  }

  @Test
  void shardsAreForgottenLongAfterTheirLastWrite() {
    store.advance(watermark(SHARD, 1, 1_000), FIRST, ingestCounts(1));
    store.advance(watermark(OTHER, 1, 1_000), FIRST, ingestCounts(1));
    clock.advance(KEEP.minusDays(1));
    store.advanceIdle(watermark(OTHER, 1, 2_000));
    assertThat(store.all()).hasSize(2);

    clock.advance(Duration.ofDays(1));

    assertThat(store.all()).extracting(state -> state.watermark().shardId()).containsExactly(OTHER);
  }

  @Test
  void ofManyAtOnceTheHighestStays() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> calls = new ArrayList<>();
      IntStream.rangeClosed(1, 20)
          .forEach(
              n -> calls.add(() -> store.advance(watermark(SHARD, n, n), FIRST, ingestCounts(1))));
      long moved = 0;
      for (Future<Boolean> call : pool.invokeAll(calls)) {
        moved += call.get() ? 1 : 0;
      }

      ShardState state = store.all().get(0);
      assertThat(state.watermark()).isEqualTo(watermark(SHARD, 20, 20));
      assertThat(state.counts().records()).isEqualTo(moved);
    } finally {
      pool.shutdownNow();
    }
  }

  private static ShardWatermark numbered(String number) {
    return new ShardWatermark(SHARD, number, 1_000, false);
  }
}
