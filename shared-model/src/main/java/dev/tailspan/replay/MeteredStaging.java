package dev.tailspan.replay;

import dev.tailspan.block.Block;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import java.util.List;

/** Reads staging, and counts what that comes to; refuses to write. */
final class MeteredStaging implements StagingStore {
  private final StagingStore staging;
  private long bytes;

  MeteredStaging(StagingStore staging) {
    this.staging = staging;
  }

  @Override
  public void put(List<Block> blocks, long expiresAtEpochSecond) {
    throw new UnsupportedOperationException("a replay writes nothing");
  }

  @Override
  public List<BlockHead> list(long slice, int partition) {
    return staging.list(slice, partition);
  }

  @Override
  public List<BlockHead> list(long fromSlice, long toSlice, List<Integer> partitions) {
    return staging.list(fromSlice, toSlice, partitions);
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
