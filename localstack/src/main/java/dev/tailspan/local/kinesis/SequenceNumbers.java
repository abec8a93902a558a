package dev.tailspan.local.kinesis;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The sequence numbers of one shard: 56 decimal digits, {@code 49}, creation time of the shard in
 * ms (13), zeros (12), index of the shard (10), number of the record (19). They order as numbers
 * and as strings, and those of a child come after those of its parents, because it was made later.
 */
record SequenceNumbers(String prefix) {
  private static final int PREFIX = 37;
  private static final int LENGTH = 56;
  private static final Pattern NUMBER = Pattern.compile("0|([1-9]\\d{0,128})");

  static SequenceNumbers of(long createdMillis, int shardIndex) {
    return new SequenceNumbers(
        "49%013d%s%010d".formatted(createdMillis, "0".repeat(12), shardIndex));
  }

  String of(long number) {
    String digits = Long.toString(number);
    return prefix + "0".repeat(LENGTH - PREFIX - digits.length()) + digits;
  }

  /**
   * The number of the record in its shard.
   *
   * @throws ApiException when the text is not a sequence number of this shard
   */
  long number(String member, String shardId, String sequenceNumber) {
    if (!NUMBER.matcher(sequenceNumber).matches()) {
      throw ApiException.constraint(
          "'" + sequenceNumber + "'",
          "startingSequenceNumber",
          "satisfy regular expression pattern: 0|([1-9]\\d{0,128})");
    }
    if (sequenceNumber.length() != LENGTH || !sequenceNumber.startsWith("49")) {
      throw ApiException.invalid(
          "%s %s used in GetShardIterator on shard %s is invalid."
              .formatted(member, sequenceNumber, shardId));
    }
    if (!sequenceNumber.startsWith(prefix)) {
      int index = Integer.parseInt(sequenceNumber.substring(PREFIX - 10, PREFIX));
      throw ApiException.invalid(
          "Invalid %s. It encodes %s, while it was used in a call to a shard with %s"
              .formatted(member, Shard.id(index), shardId));
    }
    BigInteger number = new BigInteger(sequenceNumber.substring(PREFIX));
    return number.bitLength() > 63 ? Long.MAX_VALUE : number.longValueExact();
  }
}
