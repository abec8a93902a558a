package dev.tailspan.e2e;

import java.util.Locale;

/** What a long test says on the console. Times are said, and nothing depends on them. */
final class Progress {
  private static final double NANOS_A_SECOND = 1e9;

  private Progress() {}

  interface Step {
    void run() throws Exception;
  }

  static void say(String line) {
    System.out.println("end to end: " + line);
  }

  static void timed(String what, Step step) throws Exception {
    say(what + " ...");
    long start = System.nanoTime();
    step.run();
    say(what + ": " + secondsSince(start));
  }

  static String secondsSince(long startNanos) {
    return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - startNanos) / NANOS_A_SECOND);
  }
}
