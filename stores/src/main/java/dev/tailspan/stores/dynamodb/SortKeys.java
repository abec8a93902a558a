package dev.tailspan.stores.dynamodb;

/** Numbers as texts of 19 digits, which sort as the numbers do. */
final class SortKeys {
  /** Above every sort key that goes on with a digit. */
  static final String END = "~";

  private SortKeys() {}

  /**
   * Counting up.
   *
   * @throws IllegalArgumentException when the number is negative
   */
  static String ascending(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("no negative number can be in a key: " + number);
    }
    return String.format("%019d", number);
  }

  /** Counting down: the highest number comes first. */
  static String descending(long number) {
    return ascending(Long.MAX_VALUE - number);
  }

  /** The number a text of {@link #descending} stands for. */
  static long fromDescending(String text) {
    return Long.MAX_VALUE - Long.parseLong(text);
  }

  /** Buckets are below 4,096. */
  static String bucket(int bucket) {
    return String.format("%04d", bucket);
  }
}
