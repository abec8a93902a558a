package dev.tailspan.local.kinesis;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ListShards and resharding. */
final class ShardOperations {
  private final Streams streams;

  ShardOperations(Streams streams) {
    this.streams = streams;
  }

  Map<String, Object> list(Request request) {
    ShardPage wanted = ShardPage.of(request);
    int limit = request.number("MaxResults", 1, 10_000, 1000);
    DataStream stream = streams.stream(wanted.stream());
    long now = streams.nowMillis();
    List<Shard> rest =
        stream.shards().stream().filter(shard -> wanted.wants(shard, stream, now)).toList();
    List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Shards", page.stream().map(ShardOperations::describe).toList());
    if (rest.size() > page.size()) {
      answer.put("NextToken", wanted.tokenAfter(page.get(page.size() - 1)));
    }
    return answer;
  }

  Map<String, Object> split(Request request) {
    DataStream stream = streams.stream(request.streamName());
    Shard shard = stream.shard(request.text("ShardToSplit"));
    BigInteger at = HashRange.explicit("NewStartingHashKey", request.text("NewStartingHashKey"));
    HashRange range = shard.range();
    if (at.compareTo(range.start().add(BigInteger.ONE)) <= 0 || at.compareTo(range.end()) >= 0) {
      throw ApiException.invalid(
          "NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account %s is not both greater than one plus the shard's StartingHashKey %s and less than the shard's EndingHashKey %s."
              .formatted(
                  at, shard.id(), stream.name(), Streams.ACCOUNT, range.start(), range.end()));
    }
    streams.reshard(
        stream,
        List.of(shard),
        List.of(
            new HashRange(range.start(), at.subtract(BigInteger.ONE)),
            new HashRange(at, range.end())));
    return Map.of();
  }

  Map<String, Object> merge(Request request) {
    DataStream stream = streams.stream(request.streamName());
    Shard one = stream.shard(request.text("ShardToMerge"));
    Shard other = stream.shard(request.text("AdjacentShardToMerge"));
    boolean before = one.range().touches(other.range());
    if (!before && !other.range().touches(one.range())) {
      throw ApiException.invalid(
          "Shards %s and %s in stream %s under account %s are not an adjacent pair of shards eligible for merging"
              .formatted(one.id(), other.id(), stream.name(), Streams.ACCOUNT));
    }
    HashRange merged =
        before
            ? new HashRange(one.range().start(), other.range().end())
            : new HashRange(other.range().start(), one.range().end());
    streams.reshard(stream, List.of(one, other), List.of(merged));
    return Map.of();
  }

  static Map<String, Object> describe(Shard shard) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("ShardId", shard.id());
    Shard.Spec spec = shard.spec();
    putIfThere(description, "ParentShardId", spec.parent());
    putIfThere(description, "AdjacentParentShardId", spec.adjacent());
    description.put("HashKeyRange", range(shard));
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("StartingSequenceNumber", shard.startingSequenceNumber());
    putIfThere(numbers, "EndingSequenceNumber", shard.endingSequenceNumber());
    description.put("SequenceNumberRange", numbers);
    return description;
  }

  static Map<String, Object> range(Shard shard) {
    return Map.of(
        "StartingHashKey", shard.range().start().toString(),
        "EndingHashKey", shard.range().end().toString());
  }

  private static void putIfThere(Map<String, Object> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
