package dev.tailspan.local.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations on whole streams. A stream is ACTIVE at once; there is no CREATING here. */
final class StreamOperations {
  private final Streams streams;

  StreamOperations(Streams streams) {
    this.streams = streams;
  }

  Map<String, Object> create(Request request) {
    String name = request.text("StreamName");
    if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
      throw ApiException.constraint(
          "'" + name + "'",
          "streamName",
          "satisfy regular expression pattern: [a-zA-Z0-9_.-]+ and have length at most 128");
    }
    streams.create(name, request.number("ShardCount", 1, 100_000, 4));
    return Map.of();
  }

  Map<String, Object> delete(Request request) {
    streams.delete(request.streamName());
    return Map.of();
  }

  Map<String, Object> describe(Request request) {
    DataStream stream = streams.stream(request.streamName());
    int limit = request.number("Limit", 1, 10_000, 100);
    String after = request.textOrNull("ExclusiveStartShardId");
    List<Shard> shards =
        stream.shards().stream()
            .filter(shard -> after == null || shard.id().compareTo(after) > 0)
            .toList();
    Map<String, Object> description = head(stream);
    description.put("Shards", shards.stream().limit(limit).map(ShardOperations::describe).toList());
    description.put("HasMoreShards", shards.size() > limit);
    return Map.of("StreamDescription", description);
  }

  Map<String, Object> summary(Request request) {
    DataStream stream = streams.stream(request.streamName());
    Map<String, Object> summary = head(stream);
    summary.put("OpenShardCount", (int) stream.shards().stream().filter(Shard::open).count());
    summary.put("ConsumerCount", 0);
    return Map.of("StreamDescriptionSummary", summary);
  }

  Map<String, Object> list(Request request) {
    int limit = request.number("Limit", 1, 10_000, 100);
    String token = request.textOrNull("NextToken");
    String after = token != null ? token : request.textOrNull("ExclusiveStartStreamName");
    List<String> names =
        streams.names().stream()
            .filter(name -> after == null || name.compareTo(after) > 0)
            .toList();
    List<String> page = names.subList(0, Math.min(limit, names.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("StreamNames", page);
    answer.put("StreamSummaries", page.stream().map(this::listed).toList());
    answer.put("HasMoreStreams", names.size() > page.size());
    if (names.size() > page.size()) {
      answer.put("NextToken", page.get(page.size() - 1));
    }
    return answer;
  }

  Map<String, Object> retention(Request request, boolean longer) {
    DataStream stream = streams.stream(request.streamName());
    int hours = request.number("RetentionPeriodHours", 24, 8760, -1);
    Duration wanted = Duration.ofHours(hours);
    if (longer == (wanted.compareTo(stream.retention()) < 0)) {
      throw ApiException.invalid(
          "Requested retention period (%d hours) for stream %s must not be %s than its existing retention period (%d hours)."
              .formatted(
                  hours,
                  stream.name(),
                  longer ? "shorter" : "longer",
                  stream.retention().toHours()));
    }
    streams.retention(stream, wanted);
    return Map.of();
  }

  private Map<String, Object> listed(String name) {
    DataStream stream = streams.stream(name);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("StreamName", name);
    summary.put("StreamARN", streams.arn(name));
    summary.put("StreamStatus", "ACTIVE");
    summary.put("StreamModeDetails", Map.of("StreamMode", "PROVISIONED"));
    summary.put("StreamCreationTimestamp", Instant.ofEpochMilli(stream.createdMillis()));
    return summary;
  }

  private Map<String, Object> head(DataStream stream) {
    Map<String, Object> head = new LinkedHashMap<>(listed(stream.name()));
    head.put("RetentionPeriodHours", (int) Math.max(1, stream.retention().toHours()));
    head.put("EncryptionType", "NONE");
    head.put(
        "EnhancedMonitoring", new ArrayList<>(List.of(Map.of("ShardLevelMetrics", List.of()))));
    return head;
  }
}
