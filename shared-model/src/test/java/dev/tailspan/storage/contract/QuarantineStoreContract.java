package dev.tailspan.storage.contract;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.quarantined;
import static dev.tailspan.storage.contract.StoredValues.sequenceNumber;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.QuarantineStore;
import dev.tailspan.storage.QuarantinedRecord;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link QuarantineStore} does. */
public abstract class QuarantineStoreContract {
  private static final long ARRIVAL = 4_000_000_000_123L;

  protected QuarantineStore store;

  /** A store that holds nothing. */
  protected abstract QuarantineStore freshStore();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void recordsComeBackWholeWithTheirReason() {
    QuarantinedRecord record =
        new QuarantinedRecord(
            "s#1 /../%2F ü",
            sequenceNumber(1),
            ARRIVAL,
            "BAD_ID",
            "span 3 of 7: trace id has 8 bytes, not 16 (service 'Zürich 日本 \uD83D\uDE00 100 %')\n\0",
            2,
            StoredValues.noise(50_000, 1));
    store.put(record);

    assertSame(store.list(10), List.of(record));
  }

  @Test
  void anEmptyRecordCanBeQuarantined() {
    QuarantinedRecord empty =
        new QuarantinedRecord(SHARD, "1", ARRIVAL, "EMPTY", "", 0, new byte[0]);
    store.put(empty);

    assertSame(store.list(10), List.of(empty));
  }

  @Test
  void theSameRecordTwiceIsOne() {
    store.put(quarantined(SHARD, 1, ARRIVAL));
    store.put(quarantined(SHARD, 1, ARRIVAL));

    assertThat(store.list(10)).hasSize(1);
  }

  @Test
  void theNewestComeFirst() {
    QuarantinedRecord oldest = quarantined(SHARD, 9, ARRIVAL);
    QuarantinedRecord first = quarantined(SHARD, 10, ARRIVAL + 1);
    QuarantinedRecord second = quarantined(SHARD, 11, ARRIVAL + 1);
    QuarantinedRecord other = quarantined("shardId-000000000001", 1, ARRIVAL + 1);
    for (QuarantinedRecord record : List.of(second, oldest, other, first)) {
      store.put(record);
    }

    assertSame(store.list(10), List.of(first, second, other, oldest));
    assertSame(store.list(2), List.of(first, second));
    assertThat(store.list(0)).isEmpty();
  }

  @Test
  void aLongDetailCostsNothingOfTheRecord() {
    QuarantinedRecord record =
        new QuarantinedRecord(
            SHARD, sequenceNumber(1), ARRIVAL, "LONG", "日".repeat(500), 1, new byte[] {1, 2, 3});
    store.put(record);

    QuarantinedRecord read = store.list(1).get(0);
    assertThat(read.data()).containsExactly(1, 2, 3);
    assertThat(read.detail()).startsWith("日".repeat(100));
  }

  private static void assertSame(List<QuarantinedRecord> actual, List<QuarantinedRecord> wanted) {
    assertThat(actual).usingRecursiveFieldByFieldElementComparator().isEqualTo(wanted);
  }
}
