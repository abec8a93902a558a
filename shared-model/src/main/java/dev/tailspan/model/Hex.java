package dev.tailspan.model;

import java.util.HexFormat;

/** Sixteen hex digits to a long and back. */
final class Hex {
  static final int LONG_DIGITS = 16;

  private Hex() {}

  static long parse(String text, int from, String what) {
    try {
      return HexFormat.fromHexDigitsToLong(text, from, from + LONG_DIGITS);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(what + " must be hex digits, but is '" + text + "'", e);
    }
  }

  static String format(long value) {
    return HexFormat.of().toHexDigits(value);
  }
}
