package dev.tailspan.local.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Texts {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;

  private Texts() {}

  /** Three digits and a unit: 1.58 s, 178 ms, 12.3 ms, 840 us. */
  static String duration(long nanos) {
    if (nanos >= SECOND) {
      return threeDigits(nanos / SECOND) + " s";
    }
    return nanos >= MILLI ? threeDigits(nanos / MILLI) + " ms" : threeDigits(nanos / MICRO) + " us";
  }

  /** 23,292. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String threeDigits(double value) {
    String format = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
