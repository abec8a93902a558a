package dev.tailspan.local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** A range of 128-bit hash keys, both ends included. */
record HashRange(BigInteger start, BigInteger end) {
  static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  boolean holds(BigInteger key) {
    return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
  }

  /** Whether the other range begins right after this one ends. */
  boolean touches(HashRange other) {
    return end.add(BigInteger.ONE).equals(other.start);
  }

  /** The whole key space cut into {@code count} ranges of the same size, as CreateStream does. */
  static List<HashRange> even(int count) {
    BigInteger space = MAX.add(BigInteger.ONE);
    BigInteger size = space.divide(BigInteger.valueOf(count));
    List<HashRange> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      BigInteger start = size.multiply(BigInteger.valueOf(i));
      BigInteger end = i == count - 1 ? MAX : start.add(size).subtract(BigInteger.ONE);
      ranges.add(new HashRange(start, end));
    }
    return ranges;
  }

  /** The hash key of a partition key: the MD5 of its UTF-8 bytes as an unsigned number. */
  static BigInteger keyOf(String partitionKey) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }

  /**
   * A hash key a client gave as a decimal string.
   *
   * @throws ApiException naming the member when it is none
   */
  static BigInteger explicit(String member, String text) {
    if (text.matches("0|[1-9]\\d{0,38}")) {
      BigInteger key = new BigInteger(text);
      if (key.compareTo(MAX) <= 0) {
        return key;
      }
    }
    throw ApiException.invalid(
        "Invalid %s. %s must be in the range: [0, 2^128-1]. Specified value was %s"
            .formatted(member, member, text));
  }
}
