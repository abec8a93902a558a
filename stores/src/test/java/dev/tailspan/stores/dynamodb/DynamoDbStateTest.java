package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.cursor;
import static dev.tailspan.storage.contract.StoredValues.decided;
import static dev.tailspan.storage.contract.StoredValues.ingestCounts;
import static dev.tailspan.storage.contract.StoredValues.watermark;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.storage.contract.StoredValues;
import dev.tailspan.storage.contract.TestClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the small items cost, and what they look like to a person. */
class DynamoDbStateTest {
  private static final long EXPIRY = 4_000_003_600L;

  private final TestClock clock = new TestClock();

  @Test
  void aWatermarkAndItsCountsAreOneWriteUnit() {
    LocalStores local = new LocalStores(clock);
    WatermarkStore store = local.stores.watermarks(Duration.ofDays(10));
    store.advance(watermark(SHARD, 1, 1_000), 900, ingestCounts(3));
    local.usage();

    store.advance(watermark(SHARD, 2, 2_000), 900, ingestCounts(3));
    assertThat(local.usage().writeUnits()).isEqualTo(1);

    store.advance(watermark(SHARD, 2, 2_000), 900, ingestCounts(3));
    assertThat(local.usage().writeUnits()).isEqualTo(1);
  }

  @Test
  void sequenceNumbersArePaddedAndWatermarksExpire() {
    LocalStores local = new LocalStores(clock);
    local
        .stores
        .watermarks(Duration.ofDays(10))
        .advance(watermark(SHARD, 1, 1_000), 900, ingestCounts(3));

    var item = local.onlyItem(local.tables.state());
    assertThat(item.get("sequenceNumber").s())
        .hasSize(128)
        .startsWith("000")
        .endsWith(StoredValues.sequenceNumber(1));
    assertThat(item.get("records")).isEqualTo(AttributeValue.fromN("3"));
    assertThat(item.get("expiresAt"))
        .isEqualTo(AttributeValue.fromN(Long.toString(clock.secondIn(Duration.ofDays(10)))));
  }

  @Test
  void aCursorIsOneWriteUnitAndReadableAndStays() {
    LocalStores local = new LocalStores(clock);
    local.stores.decisions().commit(cursor(3, 0));
    assertThat(local.usage().writeUnits()).isEqualTo(1);

    local.stores.decisions().commit(cursor(3, 0));
    assertThat(local.usage().writeUnits()).isEqualTo(1);

    var item = local.onlyItem(local.tables.state());
    assertThat(item).doesNotContainKey("expiresAt");
    assertThat(item.get("counts").m().get("keptByPolicy").m())
        .containsEntry("slow-checkouts", AttributeValue.fromN("7"));
  }

  @Test
  void cursorsThatTheTableDidNotLookAtAreAskedForAgain() {
    HalfReads half = new HalfReads();
    LocalStores local = new LocalStores(clock, half);
    for (int bucket = 0; bucket < 8; bucket++) {
      local.stores.decisions().commit(cursor(bucket, 0));
    }
    local.usage();

    assertThat(local.stores.decisions().cursors(8)).hasSize(8);
    assertThat(half.sizes()).containsExactly(8, 4, 2, 1, 1);
    assertThat(local.usage().readUnits()).isEqualTo(8);
  }

  @Test
  void aDroppedTraceCostsSeventeenBytesOfItsStepsSet() {
    LocalStores local = new LocalStores(clock);
    DecisionStore store = local.stores.decisions();

    store.putDecided(decided(3, 9, 54, 400), EXPIRY);
    assertThat(local.usage().writeUnits()).isBetween(7.0, 8.0);
    assertThat(DecidedSetCodec.encode(decided(3, 9, 54, 400)).length).isLessThan(400 * 17 + 40);

    store.putDecided(decided(3, 10, 60, 100_000), EXPIRY);
    var usage = local.usage();
    assertThat(usage.writeUnits()).isEqualTo(1);
    assertThat(usage.puts()).isEqualTo(1);
    assertThat(usage.putBytes()).isLessThan(1_700_100);
  }

  @Test
  void askingTheFiltersOfADayIsOneQueryAndAFewBytesOfEachThatIsLarge() {
    LocalStores local = new LocalStores(clock);
    DecisionStore store = local.stores.decisions();
    byte[] large = DecidedFilter.over(List.of(decided(3, 9, 54, 100_000)));
    for (int hour = 0; hour < 24; hour++) {
      store.putFilter(3, hour, large, EXPIRY);
    }
    assertThat(local.usage().writeUnits()).isEqualTo(24);

    assertThat(store.mayHaveDecided(3, StoredValues.traceId(-1))).hasSize(24);
    var usage = local.usage();
    assertThat(usage.readUnits()).isLessThanOrEqualTo(2);
    assertThat(usage.gets()).isEqualTo(24);
    assertThat(usage.getBytes()).isEqualTo(24 * 32);
  }

  @Test
  void theNewestStatisticsAreOneReadABucketHoweverManyStepsThereAre() {
    LocalStores local = new LocalStores(clock);
    StatsStore store = local.stores.stats();
    for (int step = 0; step < 60; step++) {
      for (int bucket = 0; bucket < 4; bucket++) {
        byte[] blob = StoredValues.noise(3_000, step);
        store.put(new StatsStore.Key(7, bucket, step), blob, EXPIRY);
      }
    }
    local.usage();

    assertThat(store.newest(7))
        .hasSize(4)
        .allMatch(b -> Arrays.equals(b, StoredValues.noise(3_000, 59)));
    assertThat(local.usage().readUnits()).isLessThan(10);
  }

  @Test
  void statisticsThatRepeatThemselvesAreStoredCompressed() {
    LocalStores local = new LocalStores(clock);
    local.stores.stats().put(new StatsStore.Key(7, 0, 1), new byte[50_000], EXPIRY);

    assertThat(local.usage().writeUnits()).isEqualTo(1);
    assertThat(local.stores.stats().get(new StatsStore.Key(7, 0, 1))).hasValue(new byte[50_000]);
  }
}
