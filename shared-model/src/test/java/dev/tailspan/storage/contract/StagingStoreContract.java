package dev.tailspan.storage.contract;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.block.Block;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.Layout;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UnstagedBlocksException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StagingStore} does. */
public abstract class StagingStoreContract {
  private static final long SLICE = 400_000_000L;
  private static final Duration AN_HOUR = Duration.ofHours(1);

  protected final TestClock clock = new TestClock();
  protected StagingStore store;

  /** A store that holds nothing and expires by {@link #clock}. */
  protected abstract StagingStore freshStore();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void blocksComeBackWhole() throws Exception {
    Block small = block(SLICE, 3, SHARD, 1, 500);
    Block large = block(SLICE, 3, SHARD, 2, 40_000);
    put(small, large);

    List<BlockHead> heads = store.list(SLICE, 3);

    assertThat(heads).extracting(BlockHead::key).containsExactly(small.key(), large.key());
    assertThat(heads).extracting(BlockHead::spanCount).containsExactly(10, 10);
    assertThat(heads).extracting(BlockHead::rawBytes).containsExactly(1500, 120_000);
    assertThat(heads).extracting(BlockHead::storedBytes).containsExactly(500, 40_000);
    assertThat(store.content(heads.get(0))).isEqualTo(small.content());
    assertThat(store.content(heads.get(1))).isEqualTo(large.content());
  }

  @Test
  void sequenceNumbersComeBackWhateverTheyShare() throws Exception {
    List<Block> blocks = new ArrayList<>();
    for (String[] ends : new String[][] {{"7", "7"}, {"9", "10"}, {"1023", "1029"}, {"1", "2"}}) {
      blocks.add(
          new Block(new BlockKey(SLICE, 3, SHARD, ends[0], ends[1], "ab"), 1, 1, new byte[] {1}));
    }
    put(blocks.toArray(Block[]::new));

    assertThat(store.list(SLICE, 3))
        .extracting(BlockHead::key)
        .containsExactlyInAnyOrderElementsOf(blocks.stream().map(Block::key).toList());
  }

  @Test
  void smallBlocksCarryTheirContentAndLargeOnesDoNot() throws Exception {
    put(block(SLICE, 3, SHARD, 1, 500), block(SLICE, 3, SHARD, 2, 40_000));

    List<BlockHead> heads = store.list(SLICE, 3);

    assertThat(heads.get(0).inline()).isNotNull();
    assertThat(heads.get(1).inline()).isNull();
  }

  @Test
  void aBlockPutTwiceIsThereOnce() throws Exception {
    Block block = block(SLICE, 3, SHARD, 1, 500);
    Block large = block(SLICE, 3, SHARD, 2, 20_000);
    put(block, large);
    put(block, large, block);

    assertThat(store.list(SLICE, 3)).hasSize(2);
  }

  @Test
  void slicesAndPartitionsDoNotMix() throws Exception {
    Block here = block(SLICE, 3, SHARD, 1, 500);
    Block shared = block(SLICE, Layout.SHARED_PARTITION, SHARD, 4, 500);
    put(here, block(SLICE + 1, 3, SHARD, 2, 500), block(SLICE, 4, SHARD, 3, 500), shared);

    assertThat(store.list(SLICE, 3)).extracting(BlockHead::key).containsExactly(here.key());
    assertThat(store.list(SLICE, Layout.SHARED_PARTITION))
        .extracting(BlockHead::key)
        .containsExactly(shared.key());
    assertThat(store.list(SLICE + 2, 3)).isEmpty();
  }

  @Test
  void manySlicesAndPartitionsAreListedAtOnceInTheOrderOfTheirKeys() throws Exception {
    List<BlockKey> wanted = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Block ours = block(SLICE + i, 3, SHARD, 10 * i, 100 + 700 * i);
      Block shared = block(SLICE + i, Layout.SHARED_PARTITION, SHARD, 10 * i + 1, 50);
      put(shared, ours, block(SLICE + i, 4, SHARD, 10 * i + 2, 50));
      if (i >= 5 && i < 30) {
        wanted.add(ours.key());
        wanted.add(shared.key());
      }
    }
    Collections.sort(wanted);

    List<BlockHead> heads = store.list(SLICE + 5, SLICE + 30, List.of(3, Layout.SHARED_PARTITION));

    assertThat(heads).extracting(BlockHead::key).isEqualTo(wanted);
    List<byte[]> contents = store.contents(heads);
    for (int i = 0; i < heads.size(); i++) {
      assertThat(contents.get(i)).isEqualTo(store.content(heads.get(i)));
    }
    assertThat(store.list(SLICE, SLICE, List.of(3))).isEmpty();
  }

  @Test
  void movedBatchBordersMakeBlocksSideBySide() throws Exception {
    Block first = block(SLICE, 0, SHARD, 1, 500);
    BlockKey moved =
        new BlockKey(
            SLICE,
            0,
            SHARD,
            first.key().firstSequenceNumber(),
            StoredValues.sequenceNumber(99),
            first.key().contentHash());
    put(first, new Block(moved, 20, 900, StoredValues.noise(300, 5)));

    assertThat(store.list(SLICE, 0)).extracting(BlockHead::spanCount).containsExactly(10, 20);
  }

  @Test
  void heedsTheOrderOfNumbersNotOfTexts() throws Exception {
    Block nine = numbered("9");
    Block ten = numbered("10");
    Block hundred = numbered("100");
    put(hundred, nine, ten);

    assertThat(store.list(SLICE, 1))
        .extracting(BlockHead::key)
        .containsExactly(nine.key(), ten.key(), hundred.key());
  }

  private static Block numbered(String number) {
    return new Block(new BlockKey(SLICE, 1, SHARD, number, number, "00ff"), 1, 9, new byte[] {1});
  }

  @Test
  void listsMoreBlocksThanFitAPage() throws Exception {
    // 160 x 7,500 bytes are over the 1 MB of one DynamoDB page.
    List<Block> blocks =
        new ArrayList<>(
            IntStream.range(0, 160).mapToObj(i -> block(SLICE, 7, SHARD, 100 + i, 7_500)).toList());
    List<BlockKey> inOrder = blocks.stream().map(Block::key).toList();
    Collections.shuffle(blocks, new Random(1));
    store.put(blocks, clock.secondIn(AN_HOUR));

    assertThat(store.list(SLICE, 7)).extracting(BlockHead::key).containsExactlyElementsOf(inOrder);
  }

  @Test
  void shardNamesMayHoldAnything() throws Exception {
    Block odd = block(SLICE, 0, "s#1 /../%2F ü\"'<>&?", 1, 300);
    Block oddAndLarge = block(SLICE, 0, "s#1 /../%2F ü\"'<>&?", 2, 20_000);
    put(odd, oddAndLarge);

    List<BlockHead> heads = store.list(SLICE, 0);

    assertThat(heads).extracting(BlockHead::key).containsExactly(odd.key(), oddAndLarge.key());
    assertThat(store.content(heads.get(1))).isEqualTo(oddAndLarge.content());
  }

  @Test
  void expiredBlocksAreNotListed() throws Exception {
    store.put(List.of(block(SLICE, 3, SHARD, 1, 500)), clock.secondIn(AN_HOUR));
    Block later = block(SLICE, 3, SHARD, 2, 500);
    store.put(List.of(later), clock.secondIn(AN_HOUR.multipliedBy(2)));

    clock.advance(AN_HOUR);

    assertThat(store.list(SLICE, 3)).extracting(BlockHead::key).containsExactly(later.key());
  }

  @Test
  void contentThatIsGoneIsAnErrorThatNamesIt() {
    Block never = block(SLICE, 3, SHARD, 1, 40_000);
    BlockHead head = new BlockHead(never.key(), 1, 2, 40_000, null);

    assertThatThrownBy(() -> store.content(head))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(never.key().contentHash());
  }

  @Test
  void nothingToPutIsNoError() throws Exception {
    put();

    assertThat(store.list(SLICE, 3)).isEmpty();
  }

  private void put(Block... blocks) throws UnstagedBlocksException {
    store.put(List.of(blocks), clock.secondIn(AN_HOUR));
  }
}
