package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tailspan.block.Block;
import dev.tailspan.block.BlockKey;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.UnstagedBlocksException;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.contract.TestClock;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.s3.S3Objects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbStagingStoreTest {
  private static final long SLICE = 400_000_000L;
  private static final long EXPIRY = 4_000_003_600L;

  private final TestClock clock = new TestClock();

  @Test
  void aSmallBlockIsAnItemWithATimeToLive() throws Exception {
    LocalStores local = new LocalStores(clock);
    Block block = block(SLICE, 3, SHARD, 1, 500);
    local.stores.staging().put(List.of(block), EXPIRY);

    var item = local.onlyItem(local.tables.staging());
    BlockKey key = block.key();
    assertThat(item.get("pk")).isEqualTo(AttributeValue.fromS("400000000#3"));
    assertThat(item.get("sk").s())
        .isEqualTo(
            String.join(
                "#",
                SHARD,
                key.firstSequenceNumber(),
                key.lastSequenceNumber().substring(key.lastSequenceNumber().length() - 2),
                key.contentHash()));
    assertThat(key.lastSequenceNumber()).hasSameSizeAs(key.firstSequenceNumber()).endsWith("10");
    assertThat(item.get("expiresAt")).isEqualTo(AttributeValue.fromN("4000003600"));
    assertThat(item.get("content").b().asByteArray()).isEqualTo(block.content());
    assertThat(
            local
                .client
                .describeTimeToLive(r -> r.tableName(local.tables.staging()))
                .timeToLiveDescription()
                .attributeName())
        .isEqualTo("expiresAt");
  }

  @Test
  void anItemOfExactlyEightKilobytesIsInlineAndOneByteMoreIsNot() throws Exception {
    LocalStores local = new LocalStores(clock);
    StagingStore store = local.stores.staging();
    int largest = largestInline();

    store.put(List.of(block(SLICE, 3, SHARD, 1, largest)), EXPIRY);
    assertThat(local.usage()).isEqualTo(new Usage(8, 0, 0, 0, 0, 0));

    store.put(List.of(block(SLICE, 4, SHARD, 1, largest + 1)), EXPIRY);
    assertThat(local.usage()).isEqualTo(new Usage(1, 0, 1, 0, largest + 1, 0));
    assertThat(local.objects.list("blocks/4/400000000/", 10)).hasSize(1);
  }

  private static int largestInline() {
    int bytes = 7_000;
    while (Payloads.fits(headOf(bytes + 1), new byte[bytes + 1])) {
      bytes++;
    }
    return bytes;
  }

  private static Item headOf(int bytes) {
    Block block = block(SLICE, 3, SHARD, 1, bytes);
    return DynamoDbStagingStore.head(block, EXPIRY);
  }

  @Test
  void writesAreChargedByTheKilobyte() throws Exception {
    LocalStores local = new LocalStores(clock);
    StagingStore store = local.stores.staging();
    store.put(List.of(block(SLICE, -1, SHARD, 1, 700)), EXPIRY);
    assertThat(local.usage().writeUnits()).isEqualTo(1);

    List<Block> eight =
        IntStream.range(0, 8).mapToObj(b -> block(SLICE, b, SHARD, b, 40_000)).toList();
    store.put(eight, EXPIRY);
    assertThat(local.usage()).isEqualTo(new Usage(8, 0, 8, 0, 320_000, 0));

    BlockHead head = store.list(SLICE, 0).get(0);
    store.content(head);
    assertThat(local.usage()).isEqualTo(new Usage(0, 1, 0, 1, 0, 40_000));
  }

  @Test
  void redeliveryLeavesTheSameItems() throws Exception {
    LocalStores local = new LocalStores(clock);
    StagingStore store = local.stores.staging();
    List<Block> blocks =
        new ArrayList<>(
            IntStream.range(0, 40).mapToObj(i -> block(SLICE, i % 4, SHARD, i, 300 * i)).toList());
    store.put(blocks, EXPIRY);
    var before = local.client.scan(r -> r.tableName(local.tables.staging())).items();
    List<String> objects = local.objects.list("", 1000);

    for (int i = 0; i < 5; i++) {
      Collections.shuffle(blocks, new Random(i));
      store.put(blocks, EXPIRY);
    }

    assertThat(local.client.scan(r -> r.tableName(local.tables.staging())).items())
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(local.objects.list("", 1000)).isEqualTo(objects);
  }

  @Test
  void throttledItemsAreWrittenInTheEndAndOnlyThose() throws Exception {
    Random random = new Random(7);
    Throttling throttling = new Throttling(item -> random.nextDouble() < 0.3);
    LocalStores local = new LocalStores(clock, throttling);
    List<Block> blocks = blocks(90);

    local.stores.staging().put(blocks, EXPIRY);

    assertThat(local.stores.staging().list(SLICE, 0)).hasSize(90);
    assertThat(throttling.sizes()).contains(25, 15).anyMatch(size -> size < 15);
    assertThat(local.time.sleeps()).isNotEmpty();
  }

  @Test
  void itemsThrottledToTheEndAreNamedAndAllOthersAreStaged() {
    List<Block> blocks = blocks(60);
    List<BlockKey> stuck = List.of(blocks.get(5).key(), blocks.get(41).key());
    Throttling throttling =
        new Throttling(
            item -> stuck.stream().anyMatch(key -> item.get("sk").s().endsWith(key.contentHash())));
    LocalStores local = new LocalStores(clock, throttling);

    UnstagedBlocksException e =
        catchThrowableOfType(
            UnstagedBlocksException.class, () -> local.stores.staging().put(blocks, EXPIRY));

    assertThat(e.unstaged()).containsExactlyInAnyOrderElementsOf(stuck);
    assertThat(local.stores.staging().list(SLICE, 0)).hasSize(58);
    // Both batches wait on one clock; the last wait of each may begin just before the end.
    assertThat(local.time.sleeps().stream().mapToLong(Long::longValue).sum())
        .isBetween(10_000L, Backoff.Bounds.DEFAULT.total() + Backoff.Bounds.DEFAULT.longest());
  }

  @Test
  void anAnswerThatIsLostIsAskedForAgain() throws Exception {
    BrokenTable broken = new BrokenTable();
    LocalStores local = new LocalStores(clock, broken);
    broken.failNext(2);

    local.stores.staging().put(blocks(3), EXPIRY);

    assertThat(local.stores.staging().list(SLICE, 0)).hasSize(3);
  }

  @Test
  void aTableThatFailsLeavesAllItsBlocksInDoubt() {
    BrokenTable broken = new BrokenTable();
    LocalStores local = new LocalStores(clock, broken);
    broken.failNext(100);
    List<Block> blocks = blocks(3);

    UnstagedBlocksException e =
        catchThrowableOfType(
            UnstagedBlocksException.class, () -> local.stores.staging().put(blocks, EXPIRY));

    assertThat(e.unstaged()).containsExactlyElementsOf(blocks.stream().map(Block::key).toList());
    assertThat(e).hasMessageContaining("3 blocks").hasMessageContaining(local.tables.staging());
  }

  @Test
  void withoutS3TheSmallBlocksAreStagedAndTheLargeOnesNamed() {
    LocalStores local = new LocalStores(clock);
    Block small = block(SLICE, 0, SHARD, 1, 100);
    Block large = block(SLICE, 0, SHARD, 2, 20_000);
    S3Objects nowhere = local.withoutBucket();
    StagingStore store = local.storesWith(nowhere).staging();

    UnstagedBlocksException e =
        catchThrowableOfType(
            UnstagedBlocksException.class, () -> store.put(List.of(large, small), EXPIRY));

    assertThat(e.unstaged()).containsExactly(large.key());
    assertThat(store.list(SLICE, 0)).extracting(BlockHead::key).containsExactly(small.key());
  }

  private static List<Block> blocks(int count) {
    return IntStream.range(0, count).mapToObj(i -> block(SLICE, 0, SHARD, i, 200)).toList();
  }
}
