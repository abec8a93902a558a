package dev.tailspan.stores.dynamodb;

import dev.tailspan.block.Block;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.Layout;
import dev.tailspan.storage.BlockHead;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UnstagedBlocksException;
import dev.tailspan.stores.s3.ObjectKeys;
import dev.tailspan.stores.s3.S3Stores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A block is one item. Its partition key rotates with the slice, so that no partition is written to
 * for longer than a slice lasts; its sort key holds both sequence numbers and a hash, as the
 * borders of a batch may move when it is delivered again.
 */
final class DynamoDbStagingStore implements StagingStore {
  private static final String SPANS = "spans";
  private static final String RAW_BYTES = "raw";

  private final Table table;
  private final BatchWriter writer;
  private final Payloads payloads;
  private final Parallel parallel;
  private final LongSupplier nowMillis;

  DynamoDbStagingStore(
      Table table,
      BatchWriter writer,
      Payloads payloads,
      Parallel parallel,
      LongSupplier nowMillis) {
    this.table = table;
    this.writer = writer;
    this.payloads = payloads;
    this.parallel = parallel;
    this.nowMillis = nowMillis;
  }

  @Override
  public void put(List<Block> blocks, long expiresAtEpochSecond) throws UnstagedBlocksException {
    Map<Item.Key, BlockKey> open = new LinkedHashMap<>();
    List<Block> large = new ArrayList<>();
    List<Item> ready = new ArrayList<>();
    for (Block block : blocks) {
      Item item = head(block, expiresAtEpochSecond);
      if (open.put(item.key(), block.key()) != null) {
        continue;
      }
      if (Payloads.fits(item, block.content())) {
        ready.add(place(block, item));
      } else {
        large.add(block);
      }
    }
    StorageException cause = null;
    for (var placed :
        parallel.map(large, block -> place(block, head(block, expiresAtEpochSecond)))) {
      if (placed.value() == null) {
        cause = placed.failure();
      } else {
        ready.add(placed.value());
      }
    }
    BatchWriter.Unwritten unwritten = writer.write(ready);
    ready.stream()
        .map(Item::key)
        .filter(key -> !unwritten.keys().contains(key))
        .forEach(open::remove);
    cause = unwritten.cause() == null ? cause : unwritten.cause();
    if (cause != null) {
      throw new UnstagedBlocksException(List.copyOf(open.values()), cause);
    }
  }

  static Item head(Block block, long expiresAtEpochSecond) {
    BlockKey key = block.key();
    return Item.at(new Item.Key(partitionKey(key.slice(), key.partition()), sortKey(key)))
        .expires(expiresAtEpochSecond)
        .number(SPANS, block.spanCount())
        .number(RAW_BYTES, block.rawBytes());
  }

  private Item place(Block block, Item head) {
    return payloads.place(head, block.content(), objectKey(block.key()));
  }

  private static String partitionKey(long slice, int partition) {
    return slice + "#" + (partition == Layout.SHARED_PARTITION ? "*" : Integer.toString(partition));
  }

  /** Of the last sequence number only the end that differs: the whole is 56 bytes of an item. */
  private static String sortKey(BlockKey key) {
    String first = key.firstSequenceNumber();
    String last = key.lastSequenceNumber();
    return String.join("#", key.shardId(), first, ending(first, last), key.contentHash());
  }

  private static String ending(String first, String last) {
    if (first.length() > last.length()) {
      throw new IllegalArgumentException("a block from " + first + " to " + last);
    }
    if (first.length() < last.length()) {
      return last;
    }
    int same = 0;
    while (same < first.length() && first.charAt(same) == last.charAt(same)) {
      same++;
    }
    return last.substring(same);
  }

  /** A last number is never below the first, so one with fewer digits is only an ending. */
  private static String completed(String first, String ending) {
    return ending.length() >= first.length()
        ? ending
        : first.substring(0, first.length() - ending.length()) + ending;
  }

  /** S3 splits what is written much by the beginnings of keys, so these are the buckets. */
  private static String objectKey(BlockKey key) {
    String partition =
        key.partition() == Layout.SHARED_PARTITION ? "shared" : Integer.toString(key.partition());
    return S3Stores.BLOCKS
        + partition
        + ("/" + key.slice() + "/")
        + ObjectKeys.segment(sortKey(key));
  }

  @Override
  public List<BlockHead> list(long slice, int partition) {
    long now = nowMillis.getAsLong();
    return table.query(partitionKey(slice, partition)).stream()
        .filter(item -> item.isLive(now))
        .map(item -> item.decode(read -> blockHead(slice, partition, read)))
        .sorted(Comparator.comparing(BlockHead::key))
        .toList();
  }

  private record Part(long slice, int partition) {}

  @Override
  public List<BlockHead> list(long fromSlice, long toSlice, List<Integer> partitions) {
    List<Part> parts =
        LongStream.range(fromSlice, toSlice)
            .boxed()
            .flatMap(slice -> partitions.stream().map(partition -> new Part(slice, partition)))
            .toList();
    return parallel.map(parts, part -> list(part.slice(), part.partition())).stream()
        .flatMap(listed -> listed.orThrow().stream())
        .sorted(Comparator.comparing(BlockHead::key))
        .toList();
  }

  @Override
  public List<byte[]> contents(List<BlockHead> heads) {
    return parallel.map(heads, this::content).stream().map(Parallel.Outcome::orThrow).toList();
  }

  private static BlockHead blockHead(long slice, int partition, Item item) {
    byte @Nullable [] inline = Payloads.isInline(item) ? Payloads.inline(item) : null;
    return new BlockHead(
        blockKey(slice, partition, item.text(Tables.SK)),
        (int) item.number(SPANS),
        (int) item.number(RAW_BYTES),
        Payloads.length(item),
        inline);
  }

  /** Read from its end, as the name of a shard may hold any character. */
  private static BlockKey blockKey(long slice, int partition, String sortKey) {
    int hash = sortKey.lastIndexOf('#');
    int last = sortKey.lastIndexOf('#', hash - 1);
    int first = sortKey.lastIndexOf('#', last - 1);
    if (first < 0) {
      throw new StorageException("no key of a block: " + sortKey);
    }
    String firstNumber = sortKey.substring(first + 1, last);
    return new BlockKey(
        slice,
        partition,
        sortKey.substring(0, first),
        firstNumber,
        completed(firstNumber, sortKey.substring(last + 1, hash)),
        sortKey.substring(hash + 1));
  }

  @Override
  public byte[] content(BlockHead head) {
    byte[] inline = head.inline();
    return inline != null ? inline : payloads.object(objectKey(head.key()));
  }
}
