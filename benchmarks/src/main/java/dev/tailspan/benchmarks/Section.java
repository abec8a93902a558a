package dev.tailspan.benchmarks;

/**
 * A part of {@code ./tailspan bench} that can be run alone.
 *
 * @param name on the command line
 * @param about what it measures, a line
 */
record Section(String name, String about, Body body) {
  /** Measures, and tells the run. */
  @FunctionalInterface
  interface Body {
    void measure(Run run) throws Exception;
  }
}
