package dev.tailspan.policy;

/** The key {@code traces_per_minute} of our own policies. */
final class Rates {
  static final String PER_MINUTE = "traces_per_minute";
  private static final double MOST = 1_000_000;

  private Rates() {}

  /** Whether it is set and in range; if not, that has been reported. */
  static boolean checkPerMinute(Settings settings, Findings findings) {
    if (settings.isWrong(PER_MINUTE)) {
      return false;
    }
    double perMinute = settings.number(PER_MINUTE);
    if (!(perMinute > 0 && perMinute <= MOST)) {
      findings.problem(
          settings.place(PER_MINUTE),
          settings.has(PER_MINUTE)
              ? "The rate must be above 0 and at most 1000000, but is " + text(perMinute) + "."
              : "The rate is missing: how many traces a minute to keep of each.");
      return false;
    }
    return true;
  }

  /** Without a fraction where there is none. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
