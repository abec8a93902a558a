package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.Backoff;
import java.util.ArrayList;
import java.util.List;

/** Reads any number of items in batches, again and again those that the table did not look at. */
final class BatchReader {
  /** BatchGetItem's limit. Its 16 MB are out of reach, as an item has 8 KB at most. */
  private static final int BATCH_ITEMS = 100;

  private final Table table;
  private final Backoff backoff;
  private final Parallel parallel;

  BatchReader(Table table, Backoff backoff, Parallel parallel) {
    this.table = table;
    this.backoff = backoff;
    this.parallel = parallel;
  }

  /**
   * Those that are there, in any order.
   *
   * @param keys each once
   */
  List<Item> read(List<Item.Key> keys) {
    List<List<Item.Key>> batches = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += BATCH_ITEMS) {
      batches.add(keys.subList(i, Math.min(i + BATCH_ITEMS, keys.size())));
    }
    List<Item> items = new ArrayList<>();
    parallel.map(batches, this::readBatch).forEach(outcome -> items.addAll(outcome.orThrow()));
    return items;
  }

  private List<Item> readBatch(List<Item.Key> batch) {
    Backoff.Attempts attempts = backoff.start();
    List<Item> items = new ArrayList<>();
    List<Item.Key> left = batch;
    StorageException cause;
    do {
      try {
        Table.Batch read = table.getSome(left);
        items.addAll(read.items());
        left = read.left();
        if (left.isEmpty()) {
          return items;
        }
        cause =
            new StorageException("reads of " + left.size() + " items were throttled to the end");
      } catch (StorageException e) {
        if (!BatchWriter.isThrottling(e)) {
          throw e; // The client has retried already.
        }
        cause = e;
      }
    } while (attempts.pause());
    throw cause;
  }
}
