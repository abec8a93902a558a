package dev.tailspan.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Parts that are measured in turns, round after round, so that a busy machine slows all alike. In
 * CPU time: of the thread, and of the process, which has garbage collection in it and, until all is
 * warm, the compiler. The first half of the rounds only warms up.
 */
final class SideBySide {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final int rounds;
  private final List<Part> parts = new ArrayList<>();

  SideBySide(int rounds) {
    this.rounds = rounds;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Part(String name, Callable<?> work, long[] thread, long[] process) {}

  /** The first one is what the others are compared with. */
  SideBySide with(String name, Callable<?> work) {
    parts.add(new Part(name, work, new long[rounds], new long[rounds]));
    return this;
  }

  /** Runs all parts. */
  SideBySide run() throws Exception {
    for (int round = -rounds; round < rounds; round++) {
      for (Part part : parts) {
        long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long process = PROCESS.getProcessCpuTime();
        part.work.call();
        if (round >= 0) {
          part.thread[round] =
              ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread;
          part.process[round] = PROCESS.getProcessCpuTime() - process;
        }
      }
    }
    return this;
  }

  /** Prints the medians per million spans, beside the first part's. */
  void print(long spans) {
    System.out.printf(
        "%-32s %24s %10s %26s %10s%n",
        "", "thread CPU-s / M spans", "of first", "with GC, CPU-s / M spans", "of first");
    Part first = parts.get(0);
    for (Part part : parts) {
      System.out.printf(
          "%-32s %24.3f %10.2f %26.3f %10.2f%n",
          part.name,
          median(part.thread) / 1e3 / spans,
          median(part.thread) / median(first.thread),
          median(part.process) / 1e3 / spans,
          median(part.process) / median(first.process));
    }
  }

  private static double median(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
