package dev.tailspan.decide;

import dev.tailspan.block.BlockKey;
import dev.tailspan.block.Layout;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The blocks of complete slices, listed once and shared by the buckets of a run: slices below the
 * low watermark do not change any more. Contents of shared partitions, which every bucket reads,
 * are held up to a bound, and all contents while a step is read in several passes, up to another.
 */
final class StagedSlices {
  private static final long MAX_HELD_BYTES = 32L << 20;

  private final StagingStore staging;
  private final Map<Partition, List<BlockHead>> listed = new HashMap<>();
  private final Map<BlockKey, byte[]> held = new LinkedHashMap<>();
  private long heldBytes;
  private final Map<BlockKey, byte[]> reread = new HashMap<>();
  private long rereadBytes;
  private long maxRereadBytes;

  StagedSlices(StagingStore staging) {
    this.staging = staging;
  }

  /** The blocks that can hold spans of a bucket, in the slices from (inclusive) to (exclusive). */
  List<BlockHead> heads(int bucket, long fromSlice, long toSlice) {
    List<BlockHead> heads = new ArrayList<>();
    for (int partition : new int[] {bucket, Layout.SHARED_PARTITION}) {
      listMissing(partition, fromSlice, toSlice);
      for (long slice = fromSlice; slice < toSlice; slice++) {
        heads.addAll(listed.getOrDefault(new Partition(slice, partition), List.of()));
      }
    }
    return heads;
  }

  /** One request for all slices between the first and the last one not listed yet. */
  private void listMissing(int partition, long fromSlice, long toSlice) {
    long[] missing =
        LongStream.range(fromSlice, toSlice)
            .filter(slice -> !listed.containsKey(new Partition(slice, partition)))
            .toArray();
    if (missing.length == 0) {
      return;
    }
    long end = missing[missing.length - 1] + 1;
    Map<Long, List<BlockHead>> bySlice = new HashMap<>();
    for (BlockHead head : staging.list(missing[0], end, List.of(partition))) {
      bySlice.computeIfAbsent(head.key().slice(), slice -> new ArrayList<>()).add(head);
    }
    for (long slice = missing[0]; slice < end; slice++) {
      listed.put(new Partition(slice, partition), bySlice.getOrDefault(slice, List.of()));
    }
  }

  /** Adds the contents of blocks to traces being put together. */
  void load(List<BlockHead> heads, TraceAssembler traces) {
    for (BlockHead head : heads) {
      traces.add(head.key(), content(head));
    }
  }

  byte[] content(BlockHead head) {
    byte[] content = held.getOrDefault(head.key(), reread.get(head.key()));
    if (content != null) {
      return content;
    }
    content = staging.content(head);
    if (head.inline() != null) {
      return content;
    }
    if (head.key().partition() == Layout.SHARED_PARTITION
        && heldBytes + content.length <= MAX_HELD_BYTES) {
      held.put(head.key(), content);
      heldBytes += content.length;
    } else if (rereadBytes + content.length <= maxRereadBytes) {
      reread.put(head.key(), content);
      rereadBytes += content.length;
    }
    return content;
  }

  /** From now on contents are asked for again and again, until {@link #releaseReread}. */
  void holdForRereading(long maxBytes) {
    maxRereadBytes = maxBytes;
  }

  void releaseReread() {
    maxRereadBytes = 0;
    rereadBytes = 0;
    reread.clear();
  }

  /** Lets go of slices that no bucket reads again. */
  void forgetBefore(long slice) {
    listed.keySet().removeIf(key -> key.slice() < slice);
    held.entrySet()
        .removeIf(
            entry -> {
              boolean old = entry.getKey().slice() < slice;
              heldBytes -= old ? entry.getValue().length : 0;
              return old;
            });
  }

  private record Partition(long slice, int partition) {}
}
