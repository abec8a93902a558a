package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.block;
import static dev.tailspan.storage.contract.StoredValues.cursor;
import static dev.tailspan.storage.contract.StoredValues.decided;
import static dev.tailspan.storage.contract.StoredValues.ingestCounts;
import static dev.tailspan.storage.contract.StoredValues.part;
import static dev.tailspan.storage.contract.StoredValues.segment;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static dev.tailspan.storage.contract.StoredValues.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.model.TestTraces;
import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.contract.StoredValues;
import dev.tailspan.storage.contract.TestClock;
import dev.tailspan.storage.memory.Faults;
import dev.tailspan.storage.memory.MemoryQuarantineStore;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whatever is in a table says its version, and readers refuse what they do not know. */
class StoredVersionsTest {
  private static final long EXPIRY = 4_000_003_600L;
  private static final Duration KEEP = Duration.ofDays(10);

  private final LocalStores local = new LocalStores(new TestClock());
  private final DynamoDbStores stores = local.stores;
  private final StatsStore.Key statsKey = new StatsStore.Key(7, 0, 420);

  @BeforeEach
  void oneOfEach() throws Exception {
    stores.staging().put(List.of(block(1, 3, SHARD, 1, 500)), EXPIRY);
    stores.watermarks(KEEP).advance(watermark(SHARD, 1, 1_000), 900, ingestCounts(3));
    stores.decisions().commit(cursor(3, 0));
    stores.decisions().putDecided(decided(3, 5, 50, 4), EXPIRY);
    stores.decisions().putMemory(3, 5, new byte[] {1, 2, 3}, EXPIRY);
    stores.decisions().putFilter(3, 7, new byte[DecidedFilter.BLOCK_BYTES], EXPIRY);
    KeepRequest keep = new KeepRequest(traceId(1), 4, 0, "me", "why");
    assertThat(stores.decisions().requestKeep(3, keep, EXPIRY)).isTrue();
    stores.index().put(List.of(part(traceId(1), 5)), EXPIRY);
    stores.index().putSegment(segment(7, 3, 420, 2), EXPIRY);
    stores.stats().put(statsKey, new byte[] {'T', 'S', 1, 0}, EXPIRY);
  }

  private List<ThrowingCallable> readers() {
    return List.of(
        () -> stores.staging().list(1, 3),
        () -> stores.watermarks(KEEP).find(SHARD),
        () -> stores.watermarks(KEEP).all(),
        () -> stores.decisions().cursor(3),
        () -> stores.decisions().cursors(8),
        () -> stores.decisions().decided(3, 0, 100),
        () -> stores.decisions().memory(3, 5),
        () -> stores.decisions().mayHaveDecided(3, traceId(1)),
        () -> stores.decisions().keepRequests(3, -1, 5),
        () -> stores.index().find(traceId(1)),
        () -> stores.index().segments(7, 420, Optional.empty(), 10),
        () -> stores.stats().get(statsKey),
        () -> stores.stats().newest(7));
  }

  private List<Map<String, AttributeValue>> items() {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (String table : tables()) {
      items.addAll(local.client.scan(r -> r.tableName(table)).items());
    }
    return items;
  }

  private List<String> tables() {
    return List.of(local.tables.staging(), local.tables.state(), local.tables.index());
  }

  /** To another version, or to none for null. */
  private void changeAll(String version) {
    for (String table : tables()) {
      for (Map<String, AttributeValue> item : local.client.scan(r -> r.tableName(table)).items()) {
        local.client.updateItem(
            r -> {
              r.tableName(table).key(Map.of("pk", item.get("pk"), "sk", item.get("sk")));
              if (version == null) {
                r.updateExpression("REMOVE v");
              } else {
                r.updateExpression("SET v = :v")
                    .expressionAttributeValues(Map.of(":v", AttributeValue.fromN(version)));
              }
            });
      }
    }
  }

  @Test
  void everyItemCarriesItsVersion() {
    assertThat(items())
        .hasSize(10)
        .allSatisfy(item -> assertThat(item.get("v")).isEqualTo(AttributeValue.fromN("1")));
  }

  @Test
  void whatANewerTailspanWroteIsRefusedByName() {
    changeAll("2");
    for (ThrowingCallable reader : readers()) {
      assertThatThrownBy(reader)
          .isInstanceOf(StorageException.class)
          .hasMessageMatching(
              "the item \\S+ \\S+ is stored in version 2, this Tailspan reads up to version 1:"
                  + " a newer one wrote it, deploy that again");
    }
  }

  @Test
  void whatWasWrittenBeforeThereWereVersionsIsRead() {
    changeAll(null);
    for (ThrowingCallable reader : readers()) {
      assertThatCode(reader).doesNotThrowAnyException();
    }
  }

  @Test
  void recordsOfAShardWithANewerWatermarkComeAgainAndItIsSaidWhy() {
    changeAll("2");
    List<Map<String, AttributeValue>> before = items();
    String number = StoredValues.sequenceNumber(2);
    byte[] record = OtlpProto.encode(TestTraces.trace(1, 3));
    IngestBatch batch =
        new IngestBatch(
            stores.staging(),
            stores.watermarks(KEEP),
            new MemoryQuarantineStore(Faults.NONE),
            local.meter,
            new IngestSettings(new Layout(8, 1000), Limits.DEFAULT, BlockSizes.DEFAULT, 200, 3600));
    IngestResult result = batch.ingest(List.of(new StreamRecord(SHARD, number, 5_000, record)), 5);
    assertThat(result.failedSequenceNumbers()).containsExactly(number);
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0)).contains(SHARD).contains("stored in version 2");
    assertThat(items()).containsExactlyInAnyOrderElementsOf(before);
  }
}
