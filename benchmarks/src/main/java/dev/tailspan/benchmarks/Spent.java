package dev.tailspan.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/**
 * What some work took.
 *
 * @param threadNanos processor time of the thread that did it
 * @param processNanos of the process: with garbage collection and, until all is warm, the compiler
 * @param wallNanos on the clock, which a busy machine makes longer
 * @param allocatedBytes of the thread on the heap; the same on any machine
 */
record Spent(long threadNanos, long processNanos, long wallNanos, long allocatedBytes) {
  static final Spent NOTHING = new Spent(0, 0, 0, 0);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static Spent on(Callable<?> work) throws Exception {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long wall = System.nanoTime();
    long process = PROCESS.getProcessCpuTime();
    long thread = THREADS.getCurrentThreadCpuTime();
    work.call();
    return new Spent(
        THREADS.getCurrentThreadCpuTime() - thread,
        PROCESS.getProcessCpuTime() - process,
        System.nanoTime() - wall,
        THREADS.getCurrentThreadAllocatedBytes() - allocated);
  }

  Spent plus(Spent other) {
    return new Spent(
        threadNanos + other.threadNanos,
        processNanos + other.processNanos,
        wallNanos + other.wallNanos,
        allocatedBytes + other.allocatedBytes);
  }
}
