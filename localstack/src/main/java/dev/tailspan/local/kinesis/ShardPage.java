package dev.tailspan.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which shards a ListShards call wants. The next token carries all of it, because with a token
 * clients send nothing else.
 *
 * @param after exclusive start, empty for the first shard
 * @param filter type of the ShardFilter, empty for none
 * @param millis the filter's time, 0 for the other types
 */
record ShardPage(String stream, String after, String filter, long millis) {
  static ShardPage of(Request request) {
    String token = request.textOrNull("NextToken");
    if (token != null) {
      if (request.textOrNull("StreamName") != null) {
        throw ApiException.invalid("NextToken and StreamName cannot be provided together.");
      }
      return parse(token);
    }
    String start = request.textOrNull("ExclusiveStartShardId");
    String after = start == null ? "" : start;
    Request filter = request.nested("ShardFilter");
    String type = filter == null ? "" : filter.text("Type");
    return switch (type) {
      case "AFTER_SHARD_ID" ->
          new ShardPage(request.streamName(), later(after, filter, "ShardId"), "", 0);
      case "AT_TIMESTAMP", "FROM_TIMESTAMP" ->
          new ShardPage(request.streamName(), after, type, millis(filter));
      case "", "AT_LATEST", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON" ->
          new ShardPage(request.streamName(), after, type, 0);
      default ->
          throw ApiException.constraint(
              "'" + type + "'",
              "shardFilter.type",
              "satisfy enum value set: [AFTER_SHARD_ID, AT_TRIM_HORIZON, FROM_TRIM_HORIZON, AT_LATEST, AT_TIMESTAMP, FROM_TIMESTAMP]");
    };
  }

  boolean wants(Shard shard, DataStream from, long nowMillis) {
    if (!after.isEmpty() && shard.id().compareTo(after) <= 0) {
      return false;
    }
    long horizon = Math.max(nowMillis - from.retention().toMillis(), from.createdMillis());
    return switch (filter) {
      case "AT_LATEST" -> shard.open();
      case "AT_TRIM_HORIZON" -> aliveAt(shard, horizon);
      case "AT_TIMESTAMP" -> aliveAt(shard, millis);
      case "FROM_TIMESTAMP" -> !shard.expired(millis);
      default -> true;
    };
  }

  String tokenAfter(Shard last) {
    String plain = String.join("\n", stream, last.id(), filter, Long.toString(millis));
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static ShardPage parse(String token) {
    try {
      String plain = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = plain.split("\n", -1);
      return new ShardPage(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw ApiException.of("ExpiredNextTokenException", "NextToken is invalid.");
    }
  }

  private static String later(String after, @Nullable Request filter, String member) {
    String given = filter == null ? "" : filter.text(member);
    return given.compareTo(after) > 0 ? given : after;
  }

  private static long millis(@Nullable Request filter) {
    return filter == null ? 0 : filter.millis("Timestamp");
  }

  private static boolean aliveAt(Shard shard, long millis) {
    return shard.spec().createdMillis() <= millis && !shard.expired(millis);
  }
}
