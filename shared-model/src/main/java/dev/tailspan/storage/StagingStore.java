package dev.tailspan.storage;

import dev.tailspan.block.Block;
import java.util.List;

/** Holds blocks until their traces are decided and the time to live has passed. */
public interface StagingStore {
  /**
   * Writes all blocks; a block that is there already is left as it is or written again alike.
   *
   * @param expiresAtEpochSecond when the store may forget the blocks
   * @throws UnstagedBlocksException naming the blocks of which it is not certain that they are
   *     stored
   */
  void put(List<Block> blocks, long expiresAtEpochSecond) throws UnstagedBlocksException;

  /**
   * The blocks of one slice and partition, without content where that lies elsewhere, in the order
   * of their keys. Strongly consistent: every block whose {@link #put} returned before is listed.
   * Blocks that have expired are not.
   */
  List<BlockHead> list(long slice, int partition);

  /**
   * The blocks of the slices from one (inclusive) to another (exclusive) in some partitions, in the
   * order of their keys. As {@link #list(long, int)} for each of them, but asked for side by side.
   */
  List<BlockHead> list(long fromSlice, long toSlice, List<Integer> partitions);

  /** As {@link #content} of each, in the same order, but fetched side by side. */
  List<byte[]> contents(List<BlockHead> heads);

  /**
   * The zstd frame of a listed block.
   *
   * @throws StorageException also when the content has expired since
   */
  byte[] content(BlockHead head);
}
