package dev.tailspan.storage;

import java.util.Comparator;

/**
 * Kinesis sequence numbers: decimal numbers of up to 128 digits ({@code 0|([1-9]\d{0,128})} in the
 * API reference), so no long and no DynamoDB number holds one. The empty text stands for "none was
 * read yet" and is below all.
 */
public final class SequenceNumbers {
  /** The most digits there can be. */
  public static final int MAX_DIGITS = 128;

  /** The order of the numbers; of two texts of different length the shorter is the lower. */
  public static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(number -> require(number).length())
          .thenComparing(Comparator.naturalOrder());

  private SequenceNumbers() {}

  /**
   * The text itself if it is empty or a decimal number without leading zeros.
   *
   * @throws IllegalArgumentException naming it when it is neither
   */
  public static String require(String number) {
    boolean decimal = number.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean zeroLed = number.length() > 1 && number.charAt(0) == '0';
    if (!decimal || zeroLed || number.length() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "sequence number must be decimal, at most 128 digits, but is '" + number + "'");
    }
    return number;
  }
}
