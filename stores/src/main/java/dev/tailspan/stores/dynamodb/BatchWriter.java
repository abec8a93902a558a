package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.Backoff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Writes any number of items in batches, again and again those that the table did not take. */
final class BatchWriter {
  /** BatchWriteItem's limit. Its 16 MB are out of reach, as an item has 8 KB at most. */
  private static final int BATCH_ITEMS = 25;

  private final Table table;
  private final Backoff backoff;
  private final Parallel parallel;

  /**
   * Items of which it is not certain that they are stored.
   *
   * @param cause why; null when there are none
   */
  record Unwritten(Set<Item.Key> keys, @Nullable StorageException cause) {
    static final Unwritten NONE = new Unwritten(Set.of(), null);

    Unwritten {
      keys = Set.copyOf(keys);
    }
  }

  BatchWriter(Table table, Backoff backoff, Parallel parallel) {
    this.table = table;
    this.backoff = backoff;
    this.parallel = parallel;
  }

  /** Writes all; of two items with the same key the later one, as a batch may not hold both. */
  Unwritten write(Collection<Item> items) {
    Map<Item.Key, Item> distinct = new LinkedHashMap<>();
    items.forEach(item -> distinct.put(item.key(), item));
    List<Item> all = List.copyOf(distinct.values());
    List<List<Item>> batches = new ArrayList<>();
    for (int i = 0; i < all.size(); i += BATCH_ITEMS) {
      batches.add(all.subList(i, Math.min(i + BATCH_ITEMS, all.size())));
    }
    Set<Item.Key> keys = new HashSet<>();
    StorageException cause = null;
    List<Parallel.Outcome<Unwritten>> outcomes = parallel.map(batches, this::writeBatch);
    for (int i = 0; i < outcomes.size(); i++) {
      Unwritten left = outcomes.get(i).value();
      if (left == null) { // interrupted
        batches.get(i).forEach(item -> keys.add(item.key()));
        cause = outcomes.get(i).failure();
      } else if (left.cause() != null) {
        keys.addAll(left.keys());
        cause = left.cause();
      }
    }
    return new Unwritten(keys, cause);
  }

  private Unwritten writeBatch(List<Item> batch) {
    Backoff.Attempts attempts = backoff.start();
    List<Item> left = batch;
    StorageException cause;
    do {
      try {
        left = table.putSome(left);
        if (left.isEmpty()) {
          return Unwritten.NONE;
        }
        cause = new StorageException(left.size() + " items were throttled to the end");
      } catch (StorageException e) {
        cause = e;
        if (!isThrottling(e)) {
          break; // The client has retried already.
        }
      }
    } while (attempts.pause());
    Set<Item.Key> keys = new HashSet<>();
    left.forEach(item -> keys.add(item.key()));
    return new Unwritten(keys, cause);
  }

  /** The answer when not one item of a batch was taken. */
  static boolean isThrottling(StorageException e) {
    return e.getCause() instanceof SdkServiceException service && service.isThrottlingException();
  }
}
