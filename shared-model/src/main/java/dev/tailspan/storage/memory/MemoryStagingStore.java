package dev.tailspan.storage.memory;

import dev.tailspan.block.Block;
import dev.tailspan.block.BlockKey;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UnstagedBlocksException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Staging in memory; like the real one it lists large blocks without their content. */
public final class MemoryStagingStore implements StagingStore {
  private static final int INLINE_BYTES = 8000;

  private final ExpiringMap<BlockKey, Block> blocks;
  private final Faults faults;

  /**
   * @param nowMillis epoch milliseconds, by which blocks expire
   */
  public MemoryStagingStore(LongSupplier nowMillis, Faults faults) {
    this.blocks = new ExpiringMap<>(nowMillis, Comparator.<BlockKey>naturalOrder());
    this.faults = faults;
  }

  @Override
  public void put(List<Block> wanted, long expiresAtEpochSecond) throws UnstagedBlocksException {
    List<BlockKey> unstaged = new ArrayList<>();
    StorageException cause = null;
    for (Block block : wanted) {
      try {
        faults.before("staging.put");
        blocks.put(block.key(), block, expiresAtEpochSecond);
        faults.after("staging.put");
      } catch (StorageException e) {
        unstaged.add(block.key());
        cause = e;
      }
    }
    if (cause != null) {
      throw new UnstagedBlocksException(unstaged, cause);
    }
  }

  @Override
  public List<BlockHead> list(long slice, int partition) {
    faults.before("staging.list");
    List<BlockHead> heads =
        blocks.values(key -> key.slice() == slice && key.partition() == partition).stream()
            .map(MemoryStagingStore::head)
            .toList();
    faults.after("staging.list");
    return heads;
  }

  @Override
  public List<BlockHead> list(long fromSlice, long toSlice, List<Integer> partitions) {
    faults.before("staging.list");
    List<BlockHead> heads =
        blocks
            .values(
                key ->
                    key.slice() >= fromSlice
                        && key.slice() < toSlice
                        && partitions.contains(key.partition()))
            .stream()
            .map(MemoryStagingStore::head)
            .toList();
    faults.after("staging.list");
    return heads;
  }

  @Override
  public List<byte[]> contents(List<BlockHead> heads) {
    return heads.stream().map(this::content).toList();
  }

  private static BlockHead head(Block block) {
    byte[] content = block.content();
    byte @Nullable [] inline = content.length <= INLINE_BYTES ? content : null;
    return new BlockHead(block.key(), block.spanCount(), block.rawBytes(), content.length, inline);
  }

  @Override
  public byte[] content(BlockHead head) {
    byte[] inline = head.inline();
    if (inline != null) {
      return inline;
    }
    faults.before("staging.content");
    Block block =
        blocks
            .get(head.key())
            .orElseThrow(() -> new StorageException("the content of " + head.key() + " is gone"));
    faults.after("staging.content");
    return block.content();
  }
}
