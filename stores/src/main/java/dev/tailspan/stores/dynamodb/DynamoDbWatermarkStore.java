package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.SequenceNumbers;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.ShardWatermark;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.WatermarkStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One item a shard, moved by one conditional write that adds the counts as well. Sequence numbers
 * are kept as texts of 128 digits: a DynamoDB number holds 38, and of texts of equal length the
 * order is that of the numbers.
 */
final class DynamoDbWatermarkStore implements WatermarkStore {
  /** A partition key takes 1,000 writes a second; a thousand shards may do one each. */
  private static final int PARTITIONS = 8;

  /** Each repetition means that another write came between, and those are few. */
  private static final int ATTEMPTS = 20;

  private static final String SEQUENCE_NUMBER = "sequenceNumber";
  private static final String STAGED_UP_TO = "stagedUpTo";
  private static final String FIRST_ARRIVAL = "firstArrival";
  private static final String FINISHED = "finished";

  private static final String ADVANCES =
      "attribute_not_exists(pk)"
          + " OR (sequenceNumber < :sequenceNumber AND stagedUpTo <= :stagedUpTo)";
  private static final String SAME_AND_LATER =
      "sequenceNumber = :sequenceNumber AND stagedUpTo < :stagedUpTo";
  private static final String SAME_AND_FINISHES =
      "sequenceNumber = :sequenceNumber AND (stagedUpTo < :stagedUpTo"
          + " OR (stagedUpTo = :stagedUpTo AND attribute_not_exists(finished)))";

  private final Table table;
  private final LongSupplier nowMillis;
  private final Duration keep;

  DynamoDbWatermarkStore(Table table, LongSupplier nowMillis, Duration keep) {
    this.table = table;
    this.nowMillis = nowMillis;
    this.keep = keep;
  }

  @Override
  public boolean advance(ShardWatermark watermark, long firstArrivalMillis, IngestCounts counts) {
    ShardWatermark next = watermark;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Update update = new Update(next).firstArrival(firstArrivalMillis).add(counts);
      var refused = table.updateIf(key(next.shardId()), update.request(ADVANCES));
      if (refused.isEmpty()) {
        return true;
      }
      ShardWatermark stored = refused.get().decode(DynamoDbWatermarkStore::watermark);
      if (SequenceNumbers.ORDER.compare(stored.sequenceNumber(), next.sequenceNumber()) >= 0) {
        return false;
      }
      next = forward(stored, next);
    }
    throw contended(watermark);
  }

  @Override
  public boolean advanceIdle(ShardWatermark probed) {
    ShardWatermark next = probed;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String condition = next.finished() ? SAME_AND_FINISHES : SAME_AND_LATER;
      if (next.sequenceNumber().isEmpty()) {
        condition = "attribute_not_exists(pk) OR (" + condition + ")";
      }
      var refused = table.updateIf(key(next.shardId()), new Update(next).request(condition));
      if (refused.isEmpty()) {
        return true;
      }
      if (!refused.get().has(Tables.PK)) {
        return false;
      }
      ShardWatermark stored = refused.get().decode(DynamoDbWatermarkStore::watermark);
      ShardWatermark moved = forward(stored, next);
      if (!stored.sequenceNumber().equals(next.sequenceNumber()) || moved.equals(stored)) {
        return false;
      }
      next = moved;
    }
    throw contended(probed);
  }

  private static StorageException contended(ShardWatermark watermark) {
    return new StorageException("too many writers move the watermark of " + watermark.shardId());
  }

  /** Time never steps back and a finished shard stays finished. */
  private static ShardWatermark forward(ShardWatermark stored, ShardWatermark next) {
    return new ShardWatermark(
        next.shardId(),
        next.sequenceNumber(),
        Math.max(stored.stagedUpToMillis(), next.stagedUpToMillis()),
        stored.finished() || next.finished());
  }

  @Override
  public Optional<ShardWatermark> find(String shardId) {
    long now = nowMillis.getAsLong();
    return table
        .get(key(shardId))
        .filter(item -> item.isLive(now))
        .map(item -> item.decode(DynamoDbWatermarkStore::watermark));
  }

  @Override
  public List<ShardState> all() {
    long now = nowMillis.getAsLong();
    List<ShardState> all = new ArrayList<>();
    for (int n = 0; n < PARTITIONS; n++) {
      for (Item item : table.query(partitionKey(n))) {
        if (item.isLive(now)) {
          all.add(item.decode(DynamoDbWatermarkStore::state));
        }
      }
    }
    all.sort(Comparator.comparing(state -> state.watermark().shardId()));
    return all;
  }

  private static Item.Key key(String shardId) {
    return new Item.Key(partitionKey(Math.floorMod(shardId.hashCode(), PARTITIONS)), shardId);
  }

  private static String partitionKey(int n) {
    return "watermarks#" + n;
  }

  private static ShardState state(Item item) {
    return new ShardState(
        watermark(item),
        item.has(FIRST_ARRIVAL)
            ? OptionalLong.of(item.number(FIRST_ARRIVAL))
            : OptionalLong.empty(),
        CountAttributes.ingest(item.attributes()));
  }

  private static ShardWatermark watermark(Item item) {
    return new ShardWatermark(
        item.text(Tables.SK),
        unpadded(item.text(SEQUENCE_NUMBER)),
        item.number(STAGED_UP_TO),
        item.has(FINISHED));
  }

  private static String padded(String number) {
    String valid = SequenceNumbers.require(number);
    return valid.isEmpty()
        ? valid
        : "0".repeat(SequenceNumbers.MAX_DIGITS - valid.length()) + valid;
  }

  private static String unpadded(String number) {
    int start = 0;
    while (start < number.length() - 1 && number.charAt(start) == '0') {
      start++;
    }
    return number.substring(start);
  }

  /** The expression of one write. */
  private final class Update {
    private final StringBuilder set =
        new StringBuilder(
            "SET v = :v, sequenceNumber = :sequenceNumber, stagedUpTo = :stagedUpTo,"
                + " expiresAt = :expiresAt");
    private final StringBuilder add = new StringBuilder();
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    Update(ShardWatermark watermark) {
      long expiresAt = Math.floorDiv(nowMillis.getAsLong() + keep.toMillis(), 1000L);
      value(Item.VERSION, number(Item.NEWEST));
      value(SEQUENCE_NUMBER, AttributeValue.fromS(padded(watermark.sequenceNumber())));
      value(STAGED_UP_TO, number(watermark.stagedUpToMillis()));
      value(Tables.EXPIRES_AT, number(expiresAt));
      if (watermark.finished()) {
        set.append(", finished = :finished");
        value(FINISHED, AttributeValue.fromBool(true));
      }
    }

    Update firstArrival(long millis) {
      set.append(", firstArrival = if_not_exists(firstArrival, :firstArrival)");
      value(FIRST_ARRIVAL, number(millis));
      return this;
    }

    Update add(IngestCounts counts) {
      CountAttributes.of(counts)
          .forEach(
              (name, count) -> {
                add.append(add.isEmpty() ? " ADD " : ", ").append(name).append(" :").append(name);
                value(name, count);
              });
      return this;
    }

    UpdateItemRequest.Builder request(String condition) {
      return UpdateItemRequest.builder()
          .updateExpression(set.toString() + add)
          .conditionExpression(condition)
          .expressionAttributeValues(values);
    }

    private void value(String name, AttributeValue value) {
      values.put(":" + name, value);
    }

    private static AttributeValue number(long value) {
      return AttributeValue.fromN(Long.toString(value));
    }
  }
}
