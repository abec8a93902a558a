package dev.tailspan.stores.dynamodb;

import dev.tailspan.model.TraceId;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.stores.s3.S3Stores;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A bucket's cursor and its decided sets in one partition. A dropped trace costs no write of its
 * own: it is 17 bytes of its step's decided set.
 */
final class DynamoDbDecisionStore implements DecisionStore {
  private static final String BUCKET = "bucket#";
  private static final String CURSOR = "cursor";
  private static final String DECIDED = "decided#";
  private static final String MEMORY = "memory#";
  private static final String FILTER = "filter#";
  private static final String KEEP = "keep#";
  private static final String KEEPS_FROM = "keepsFrom";
  private static final String TRACE_ID = "traceId";
  private static final String ASKED_SLICE = "askedSlice";
  private static final String BY = "by";
  private static final String REASON = "reason";

  private static final String REVISION = "revision";
  private static final String NEXT_STEP = "nextStep";
  private static final String OLDEST_OPEN_SLICE = "oldestOpenSlice";
  private static final String POLICY_VERSION = "policyVersion";
  private static final String STATS_STEP = "statsStep";
  private static final String PREVIOUS_STATS_STEP = "previousStatsStep";
  private static final String MEMORY_STEP = "memoryStep";
  private static final String COUNTS = "counts";
  private static final String WRITE_MARK = "writeMark";

  private final Table table;
  private final BatchReader reader;
  private final Payloads payloads;
  private final LongSupplier nowMillis;

  DynamoDbDecisionStore(
      Table table, BatchReader reader, Payloads payloads, LongSupplier nowMillis) {
    this.table = table;
    this.reader = reader;
    this.payloads = payloads;
    this.nowMillis = nowMillis;
  }

  @Override
  public Optional<BucketCursor> cursor(int bucket) {
    return table
        .get(new Item.Key(partitionKey(bucket), CURSOR))
        .map(item -> item.decode(read -> cursor(bucket, read)));
  }

  @Override
  public List<BucketCursor> cursors(int buckets) {
    List<Item.Key> keys =
        IntStream.range(0, buckets).mapToObj(b -> new Item.Key(partitionKey(b), CURSOR)).toList();
    return reader.read(keys).stream()
        .map(item -> item.decode(read -> cursor(bucket(read.text(Tables.PK)), read)))
        .sorted(Comparator.comparingInt(BucketCursor::bucket))
        .toList();
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
        item.number(KEEPS_FROM),
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
            .number(KEEPS_FROM, next.keepsFrom())
            .text(WRITE_MARK, UUID.randomUUID().toString())
            .with(COUNTS, AttributeValue.fromM(CountAttributes.of(next.counts())));
    if (next.revision() == 0) {
      return table.putIf(item, "attribute_not_exists(pk)", Map.of(), WRITE_MARK);
    }
    String before = Long.toString(next.revision() - 1);
    return table.putIf(
        item, "revision = :before", Map.of(":before", AttributeValue.fromN(before)), WRITE_MARK);
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
        .map(payloads::unpacked);
  }

  private static Item.Key memoryKey(int bucket, long step) {
    return new Item.Key(partitionKey(bucket), MEMORY + SortKeys.ascending(step));
  }

  @Override
  public void putFilter(int bucket, long hour, byte[] filter, long expiresAtEpochSecond) {
    Item item =
        Item.at(new Item.Key(partitionKey(bucket), FILTER + SortKeys.ascending(hour)))
            .expires(expiresAtEpochSecond);
    String name = S3Stores.DECIDED + bucket + "/filter/" + hour;
    table.put(payloads.place(item, filter, ContentNames.of(name, filter)));
  }

  @Override
  public SortedMap<Long, Boolean> mayHaveDecided(int bucket, TraceId id) {
    long now = nowMillis.getAsLong();
    List<Item> live =
        table.query(partitionKey(bucket), FILTER, FILTER + SortKeys.END).stream()
            .filter(item -> item.isLive(now))
            .toList();
    SortedMap<Long, Boolean> hours = new TreeMap<>();
    List<byte[]> blocks =
        payloads.parts(
            live,
            item -> item.decode(read -> DecidedFilter.blockOffset(id, Payloads.length(read))),
            DecidedFilter.BLOCK_BYTES);
    for (int i = 0; i < live.size(); i++) {
      long hour = live.get(i).decode(DynamoDbDecisionStore::hour);
      hours.put(hour, DecidedFilter.mayHold(blocks.get(i), id));
    }
    return hours;
  }

  private static long hour(Item filter) {
    return Long.parseLong(filter.text(Tables.SK).substring(FILTER.length()));
  }

  @Override
  public boolean requestKeep(int bucket, KeepRequest request, long expiresAtEpochSecond) {
    String sortKey = keepKey(request.revision()) + "#" + request.traceId().hex();
    Item item =
        Item.at(new Item.Key(partitionKey(bucket), sortKey))
            .expires(expiresAtEpochSecond)
            .text(TRACE_ID, request.traceId().hex())
            .number(ASKED_SLICE, request.askedSlice())
            .number(REVISION, request.revision())
            .text(BY, request.by())
            .text(REASON, request.reason());
    Item.Key cursor = new Item.Key(partitionKey(bucket), CURSOR);
    String revision = Long.toString(request.revision());
    return request.revision() < 0
        ? table.putIf(item, cursor, "attribute_not_exists(pk)", Map.of())
        : table.putIf(
            item, cursor, "revision = :now", Map.of(":now", AttributeValue.fromN(revision)));
  }

  @Override
  public List<KeepRequest> keepRequests(int bucket, long fromRevision, long toRevision) {
    if (fromRevision >= toRevision) {
      return List.of();
    }
    long now = nowMillis.getAsLong();
    // Between includes its end, and nothing is written under a bare revision.
    return table.query(partitionKey(bucket), keepKey(fromRevision), keepKey(toRevision)).stream()
        .filter(item -> item.isLive(now))
        .map(item -> item.decode(DynamoDbDecisionStore::keepRequest))
        .toList();
  }

  private static KeepRequest keepRequest(Item item) {
    return new KeepRequest(
        TraceId.fromHex(item.text(TRACE_ID)),
        item.number(ASKED_SLICE),
        item.number(REVISION),
        item.text(BY),
        item.text(REASON));
  }

  /** From revision -1 on. */
  private static String keepKey(long revision) {
    return KEEP + SortKeys.ascending(revision + 1);
  }

  @Override
  public List<DecidedSet> decided(int bucket, long afterSlice, long upToSlice) {
    if (upToSlice < 0 || upToSlice <= afterSlice) {
      return List.of();
    }
    long now = nowMillis.getAsLong();
    String from = DECIDED + SortKeys.ascending(Math.max(0, afterSlice + 1));
    String to = DECIDED + SortKeys.ascending(upToSlice) + SortKeys.END;
    List<Item> live =
        table.query(partitionKey(bucket), from, to).stream()
            .filter(item -> item.isLive(now))
            .toList();
    return payloads.decoded(live, (item, content) -> DecidedSetCodec.decode(content));
  }

  private static String partitionKey(int bucket) {
    return BUCKET + bucket;
  }

  private static int bucket(String partitionKey) {
    return Integer.parseInt(partitionKey.substring(BUCKET.length()));
  }
}
