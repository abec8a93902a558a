package dev.tailspan.local.kinesis;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PutRecord and PutRecords with their limits. */
final class PutOperations {
  private static final int RECORD_BYTES = 1 << 20;
  private static final int REQUEST_RECORDS = 500;
  private static final long REQUEST_BYTES = 10L << 20;
  private static final String THROTTLED = "ProvisionedThroughputExceededException";

  private final Streams streams;
  private final Faults faults;

  PutOperations(Streams streams, Faults faults) {
    this.streams = streams;
    this.faults = faults;
  }

  Map<String, Object> putOne(Request request) {
    DataStream stream = streams.stream(request.streamName());
    Entry entry = entry(request, "");
    if (faults.throttlesRecord()) {
      throw ApiException.of(THROTTLED, throttled(stream, stream.shardFor(entry.hashKey())));
    }
    DataStream.Placed placed = stream.put(List.of(entry), streams.nowMillis()).get(0);
    return placed(placed);
  }

  Map<String, Object> putMany(Request request) {
    DataStream stream = streams.stream(request.streamName());
    List<Entry> entries = entries(request);
    List<Entry> accepted = new ArrayList<>(entries.size());
    List<Map<String, Object>> results = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (faults.throttlesRecord()) {
        results.add(
            Map.of(
                "ErrorCode",
                THROTTLED,
                "ErrorMessage",
                throttled(stream, stream.shardFor(entry.hashKey()))));
      } else {
        accepted.add(entry);
        results.add(Map.of());
      }
    }
    List<DataStream.Placed> placed = stream.put(accepted, streams.nowMillis());
    int next = 0;
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).isEmpty()) {
        results.set(i, placed(placed.get(next++)));
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("FailedRecordCount", entries.size() - accepted.size());
    answer.put("Records", results);
    return answer;
  }

  private static List<Entry> entries(Request request) {
    List<Request> records = request.list("Records");
    if (records.isEmpty() || records.size() > REQUEST_RECORDS) {
      throw ApiException.constraint(
          "'[" + records.size() + " records]'",
          "records",
          records.isEmpty()
              ? "have length greater than or equal to 1"
              : "have length less than or equal to " + REQUEST_RECORDS);
    }
    List<Entry> entries = new ArrayList<>(records.size());
    long bytes = 0;
    for (int i = 0; i < records.size(); i++) {
      Entry entry = entry(records.get(i), "records." + (i + 1) + ".member.");
      bytes += size(entry);
      entries.add(entry);
    }
    if (bytes > REQUEST_BYTES) {
      throw ApiException.invalid("Records size exceeds 10 MB limit");
    }
    return entries;
  }

  private static Entry entry(Request record, String path) {
    String key = record.text("PartitionKey");
    if (key.isEmpty() || key.length() > 256) {
      throw ApiException.constraint(
          "'" + key + "'",
          path + "partitionKey",
          key.isEmpty()
              ? "have length greater than or equal to 1"
              : "have length less than or equal to 256");
    }
    String explicit = record.textOrNull("ExplicitHashKey");
    BigInteger hashKey =
        explicit == null ? HashRange.keyOf(key) : HashRange.explicit("ExplicitHashKey", explicit);
    Entry entry = new Entry(key, hashKey, record.blob("Data", path + "data"));
    // AWS counts the partition key in: a publisher that fills the blob to the brim fails there.
    if (size(entry) > RECORD_BYTES) {
      throw ApiException.constraint(
          "'[" + entry.data().length + " bytes]'",
          path + "data",
          "have length less than or equal to " + RECORD_BYTES);
    }
    return entry;
  }

  private static int size(Entry entry) {
    return new StoredRecord(0, 0, entry.partitionKey(), entry.data()).size();
  }

  private static Map<String, Object> placed(DataStream.Placed placed) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ShardId", placed.shard().id());
    result.put("SequenceNumber", placed.sequenceNumber());
    result.put("EncryptionType", "NONE");
    return result;
  }

  private static String throttled(DataStream stream, Shard shard) {
    return "Rate exceeded for shard %s in stream %s under account %s."
        .formatted(shard.id(), stream.name(), Streams.ACCOUNT);
  }
}
