package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.StatsStore;
import dev.tailspan.stores.s3.S3Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Statistics by hour, bucket and step. The sort key counts steps down, so that the newest of a
 * bucket is its first item, and {@link #newest} reads one item a bucket however many steps there
 * were.
 */
final class DynamoDbStatsStore implements StatsStore {
  private final Table table;
  private final Payloads payloads;
  private final LongSupplier nowMillis;

  DynamoDbStatsStore(Table table, Payloads payloads, LongSupplier nowMillis) {
    this.table = table;
    this.payloads = payloads;
    this.nowMillis = nowMillis;
  }

  @Override
  public void put(Key key, byte[] blob, long expiresAtEpochSecond) {
    Item item = Item.at(itemKey(key)).expires(expiresAtEpochSecond);
    byte[] content = Compact.pack(blob);
    String name = S3Stores.STATS + key.hour() + "/" + key.bucket() + "/" + key.step();
    table.put(payloads.place(item, content, ContentNames.of(name, content)));
  }

  @Override
  public Optional<byte[]> get(Key key) {
    long now = nowMillis.getAsLong();
    return table.get(itemKey(key)).filter(item -> item.isLive(now)).map(payloads::unpacked);
  }

  @Override
  public List<byte[]> newest(long hour) {
    long now = nowMillis.getAsLong();
    List<Item> newest = new ArrayList<>();
    String from = "0";
    Optional<Item> found;
    while ((found = table.first(partitionKey(hour), from, SortKeys.END)).isPresent()) {
      Item item = found.get();
      if (item.isLive(now)) {
        newest.add(item);
        from = item.decode(DynamoDbStatsStore::bucket) + SortKeys.END;
      } else {
        from = item.text(Tables.SK) + SortKeys.END;
      }
    }
    return payloads.decoded(newest, (item, content) -> Compact.unpack(content));
  }

  private static String bucket(Item item) {
    String sortKey = item.text(Tables.SK);
    return sortKey.substring(0, sortKey.indexOf('#'));
  }

  private static Item.Key itemKey(Key key) {
    return new Item.Key(
        partitionKey(key.hour()),
        SortKeys.bucket(key.bucket()) + "#" + SortKeys.descending(key.step()));
  }

  private static String partitionKey(long hour) {
    return "stats#" + hour;
  }
}
