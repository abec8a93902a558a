package dev.tailspan.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What a shard iterator says: a place in a shard, and when it was given out, because it is good for
 * five minutes.
 *
 * @param streamCreatedMillis tells a stream from one deleted under the same name
 */
record IteratorToken(
    String stream, long streamCreatedMillis, String shardId, long number, long issuedMillis) {
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);

  String text() {
    String plain =
        String.join(
            "\n",
            stream,
            Long.toString(streamCreatedMillis),
            shardId,
            Long.toString(number),
            Long.toString(issuedMillis));
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  static IteratorToken parse(String text, long nowMillis) {
    IteratorToken token;
    try {
      String plain = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      String[] parts = plain.split("\n", -1);
      token =
          new IteratorToken(
              parts[0],
              Long.parseLong(parts[1]),
              parts[2],
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw ApiException.invalid("Invalid ShardIterator.");
    }
    if (nowMillis - token.issuedMillis > GOOD_FOR.toMillis()) {
      throw ApiException.of(
          "ExpiredIteratorException",
          "Iterator expired. The iterator was created at time %s while right now it is %s which is further in the future than the tolerated delay of %d milliseconds."
              .formatted(
                  Instant.ofEpochMilli(token.issuedMillis),
                  Instant.ofEpochMilli(nowMillis),
                  GOOD_FOR.toMillis()));
    }
    return token;
  }
}
