package dev.tailspan.trace;

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
    int unit = 0;
    long size = 1;
    while (nanos >= size * 1000 - size / 2 && unit < UNITS.length - 1) {
      size *= 1000;
      unit++;
    }
    // Without a formatter: policies write durations of every trace they look at.
    if (unit == 0 || 100 * nanos >= 9995 * size) {
      return (nanos + size / 2) / size + " " + UNITS[unit];
    }
    return 1000 * nanos >= 9995 * size
        ? fraction((10 * nanos + size / 2) / size, 10) + " " + UNITS[unit]
        : fraction((100 * nanos + size / 2) / size, 100) + " " + UNITS[unit];
  }

  private static String fraction(long parts, int of) {
    long below = parts % of;
    return parts / of + (of == 100 && below < 10 ? ".0" : ".") + below;
  }
}
