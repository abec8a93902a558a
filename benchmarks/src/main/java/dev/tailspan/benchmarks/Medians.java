package dev.tailspan.benchmarks;

import java.util.Arrays;

/** Medians, the upper one of an even number of values. */
final class Medians {
  private Medians() {}

  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
