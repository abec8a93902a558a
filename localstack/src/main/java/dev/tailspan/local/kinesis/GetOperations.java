package dev.tailspan.local.kinesis;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GetShardIterator and GetRecords. */
final class GetOperations {
  private static final int MOST_RECORDS = 10_000;
  private static final long MOST_BYTES = 10L << 20;

  private final Streams streams;

  GetOperations(Streams streams) {
    this.streams = streams;
  }

  Map<String, Object> iterator(Request request) {
    DataStream stream = streams.stream(request.streamName());
    Shard shard = stream.shard(request.text("ShardId"));
    long number = number(request, shard);
    return Map.of("ShardIterator", token(stream, shard, number));
  }

  Map<String, Object> records(Request request) {
    long now = streams.nowMillis();
    IteratorToken token = IteratorToken.parse(request.text("ShardIterator"), now);
    int limit = request.number("Limit", 1, MOST_RECORDS, MOST_RECORDS);
    DataStream stream = streams.stream(token.stream());
    if (stream.createdMillis() != token.streamCreatedMillis()) {
      throw ApiException.notFound(
          "Stream %s was deleted since the iterator was given out.".formatted(token.stream()));
    }
    Shard shard = stream.shard(token.shardId());
    shard.trimBefore(now - stream.retention().toMillis());
    Shard.Page page = shard.read(token.number(), limit, MOST_BYTES, now);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Records", page.records().stream().map(record -> describe(shard, record)).toList());
    answer.put("MillisBehindLatest", page.millisBehind());
    if (page.ended()) {
      answer.put("ChildShards", children(stream, shard));
    } else {
      answer.put("NextShardIterator", token(stream, shard, page.next()));
    }
    return answer;
  }

  private static long number(Request request, Shard shard) {
    String type = request.text("ShardIteratorType");
    return switch (type) {
      case "TRIM_HORIZON" -> 1;
      case "LATEST" -> shard.next();
      case "AT_SEQUENCE_NUMBER" -> given(request, shard);
      case "AFTER_SEQUENCE_NUMBER" -> given(request, shard) + 1;
      case "AT_TIMESTAMP" -> shard.firstAtOrAfter(request.millis("Timestamp"));
      default ->
          throw ApiException.constraint(
              "'" + type + "'",
              "shardIteratorType",
              "satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
    };
  }

  private static long given(Request request, Shard shard) {
    String text = request.textOrNull("StartingSequenceNumber");
    if (text == null) {
      throw ApiException.invalid(
          "Must either specify a sequence number or use another iterator type");
    }
    return shard.sequenceNumbers().number("StartingSequenceNumber", shard.id(), text);
  }

  private String token(DataStream stream, Shard shard, long number) {
    return new IteratorToken(
            stream.name(), stream.createdMillis(), shard.id(), number, streams.nowMillis())
        .text();
  }

  private static Map<String, Object> describe(Shard shard, StoredRecord record) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("SequenceNumber", shard.sequenceNumbers().of(record.number()));
    description.put("ApproximateArrivalTimestamp", Instant.ofEpochMilli(record.arrivalMillis()));
    description.put("Data", record.data());
    description.put("PartitionKey", record.partitionKey());
    description.put("EncryptionType", "NONE");
    return description;
  }

  private static List<Object> children(DataStream stream, Shard parent) {
    return stream.childrenOf(parent.id()).stream()
        .<Object>map(
            child -> {
              Shard.Spec spec = child.spec();
              List<String> parents =
                  spec.adjacent() == null || spec.parent() == null
                      ? List.of(parent.id())
                      : List.of(spec.parent(), spec.adjacent());
              return Map.of(
                  "ShardId", child.id(),
                  "ParentShards", parents,
                  "HashKeyRange", ShardOperations.range(child));
            })
        .toList();
  }
}
