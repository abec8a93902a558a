package dev.tailspan.trace;

import java.util.Locale;

/** Durations for people: three digits that matter and a unit, as in {@code 1.83 s}. */
public final class DurationText {
  private static final String[] UNITS = {"ns", "µs", "ms", "s"};
  private static final long MINUTE = 60_000_000_000L;

  private DurationText() {}

  /** Of nanoseconds, not negative. */
  public static String of(long nanos) {
    if (nanos >= MINUTE) {
      return nanos / MINUTE + " min " + nanos % MINUTE / 1_000_000_000L + " s";
    }
    double value = nanos;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String format =
        unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, format, value, UNITS[unit]);
  }
}
