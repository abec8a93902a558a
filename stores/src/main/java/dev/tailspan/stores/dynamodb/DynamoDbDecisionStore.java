package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.stores.s3.S3Stores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A bucket's cursor and its decided sets in one partition. A dropped trace costs no write of its
 * own: it is 17 bytes of its step's decided set.
 */
final class DynamoDbDecisionStore implements DecisionStore {
  private static final String CURSOR = "cursor";
  private static final String DECIDED = "decided#";
  private static final String MEMORY = "memory#";

  private static final String REVISION = "revision";
  private static final String NEXT_STEP = "nextStep";
  private static final String OLDEST_OPEN_SLICE = "oldestOpenSlice";
  private static final String POLICY_VERSION = "policyVersion";
  private static final String STATS_STEP = "statsStep";
  private static final String PREVIOUS_STATS_STEP = "previousStatsStep";
  private static final String MEMORY_STEP = "memoryStep";
  private static final String COUNTS = "counts";

  private final Table table;
  private final Payloads payloads;
  private final LongSupplier nowMillis;

  DynamoDbDecisionStore(Table table, Payloads payloads, LongSupplier nowMillis) {
    this.table = table;
    this.payloads = payloads;
    this.nowMillis = nowMillis;
  }

  @Override
  public Optional<BucketCursor> cursor(int bucket) {
    return table.get(new Item.Key(partitionKey(bucket), CURSOR)).map(item -> cursor(bucket, item));
  }

  private static BucketCursor cursor(int bucket, Item item) {
    return new BucketCursor(
        bucket,
        item.number(REVISION),
        item.number(NEXT_STEP),
        item.number(OLDEST_OPEN_SLICE),
        item.text(POLICY_VERSION),
        item.number(STATS_STEP),
        item.number(PREVIOUS_STATS_STEP),
        item.number(MEMORY_STEP),
        CountAttributes.decisions(item.map(COUNTS)));
  }

  @Override
  public boolean commit(BucketCursor next) {
    Item item =
        Item.at(new Item.Key(partitionKey(next.bucket()), CURSOR))
            .number(REVISION, next.revision())
            .number(NEXT_STEP, next.nextStep())
            .number(OLDEST_OPEN_SLICE, next.oldestOpenSlice())
            .text(POLICY_VERSION, next.policyVersion())
            .number(STATS_STEP, next.statsStep())
            .number(PREVIOUS_STATS_STEP, next.previousStatsStep())
            .number(MEMORY_STEP, next.memoryStep())
            .with(COUNTS, AttributeValue.fromM(CountAttributes.of(next.counts())));
    if (next.revision() == 0) {
      return table.putIf(item, r -> r.conditionExpression("attribute_not_exists(pk)"));
    }
    String before = Long.toString(next.revision() - 1);
    return table.putIf(
        item,
        r ->
            r.conditionExpression("revision = :before")
                .expressionAttributeValues(Map.of(":before", AttributeValue.fromN(before))));
  }

  @Override
  public void putDecided(DecidedSet set, long expiresAtEpochSecond) {
    String sortKey =
        DECIDED + SortKeys.ascending(set.endSlice()) + "#" + SortKeys.ascending(set.step());
    Item item =
        Item.at(new Item.Key(partitionKey(set.bucket()), sortKey)).expires(expiresAtEpochSecond);
    byte[] content = DecidedSetCodec.encode(set);
    String name = S3Stores.DECIDED + set.bucket() + "/" + set.step();
    table.put(payloads.place(item, content, ContentNames.of(name, content)));
  }

  @Override
  public void putMemory(int bucket, long step, byte[] memory, long expiresAtEpochSecond) {
    Item item = Item.at(memoryKey(bucket, step)).expires(expiresAtEpochSecond);
    byte[] content = Compact.pack(memory);
    String name = S3Stores.DECIDED + bucket + "/memory/" + step;
    table.put(payloads.place(item, content, ContentNames.of(name, content)));
  }

  @Override
  public Optional<byte[]> memory(int bucket, long step) {
    long now = nowMillis.getAsLong();
    return table
        .get(memoryKey(bucket, step))
        .filter(item -> item.isLive(now))
        .map(item -> Compact.unpack(payloads.content(item)));
  }

  private static Item.Key memoryKey(int bucket, long step) {
    return new Item.Key(partitionKey(bucket), MEMORY + SortKeys.ascending(step));
  }

  @Override
  public List<DecidedSet> decided(int bucket, long afterSlice) {
    long now = nowMillis.getAsLong();
    String from = DECIDED + SortKeys.ascending(Math.max(0, afterSlice + 1));
    List<Item> live =
        table.query(partitionKey(bucket), from, DECIDED + SortKeys.END).stream()
            .filter(item -> item.isLive(now))
            .toList();
    return payloads.contents(live).stream().map(DecidedSetCodec::decode).toList();
  }

  private static String partitionKey(int bucket) {
    return "bucket#" + bucket;
  }
}
