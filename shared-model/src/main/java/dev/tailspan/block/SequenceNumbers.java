package dev.tailspan.block;

import java.util.Comparator;

/**
 * The order of Kinesis sequence numbers: decimal numbers of up to 128 digits without a sign. As
 * texts "9" would come after "10".
 */
public final class SequenceNumbers {
  /** By value; the empty text, for "none", comes first. */
  public static final Comparator<String> ORDER = SequenceNumbers::compare;

  private SequenceNumbers() {}

  public static int compare(String a, String b) {
    int fromA = leadingZeros(a);
    int fromB = leadingZeros(b);
    int order = Integer.compare(a.length() - fromA, b.length() - fromB);
    for (int i = 0; order == 0 && fromA + i < a.length(); i++) {
      order = Character.compare(a.charAt(fromA + i), b.charAt(fromB + i));
    }
    return order;
  }

  private static int leadingZeros(String number) {
    int i = 0;
    while (i < number.length() && number.charAt(i) == '0') {
      i++;
    }
    return i;
  }
}
