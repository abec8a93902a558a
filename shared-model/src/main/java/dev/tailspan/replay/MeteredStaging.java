package dev.tailspan.replay;

import dev.tailspan.block.Block;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import java.util.List;

/**
 * Reads staging up to a slice, as if there were nothing behind it, and counts what that comes to;
 * refuses to write.
 */
final class MeteredStaging implements StagingStore {
  private final StagingStore staging;
  private final long endSlice;
  private long bytes;

  MeteredStaging(StagingStore staging, long endSlice) {
    this.staging = staging;
    this.endSlice = endSlice;
  }

  @Override
  public void put(List<Block> blocks, long expiresAtEpochSecond) {
    throw new UnsupportedOperationException("a replay writes nothing");
  }

  @Override
  public List<BlockHead> list(long slice, int partition) {
    return slice < endSlice ? staging.list(slice, partition) : List.of();
  }

  @Override
  public List<BlockHead> list(long fromSlice, long toSlice, List<Integer> partitions) {
    long end = Math.min(toSlice, endSlice);
    return fromSlice < end ? staging.list(fromSlice, end, partitions) : List.of();
  }

  @Override
  public List<byte[]> contents(List<BlockHead> heads) {
    heads.forEach(head -> bytes += head.storedBytes());
    return staging.contents(heads);
  }

  @Override
  public byte[] content(BlockHead head) {
    bytes += head.storedBytes();
    return staging.content(head);
  }

  long bytes() {
    return bytes;
  }
}
