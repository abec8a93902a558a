package dev.tailspan.local.chaos;

import dev.tailspan.local.lambda.Phase;
import dev.tailspan.local.stack.FunctionName;
import dev.tailspan.local.stack.StackFaults;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * Kills the processes of ingest and finalize at random moments: some while they start, most within
 * or after the first few invocations. No process is killed twice, and none counted that was gone
 * already.
 */
final class Killer implements AutoCloseable {
  private static final FunctionName[] VICTIMS = {FunctionName.INGEST, FunctionName.FINALIZE};
  private static final int ONE_IN_SO_MANY_WHILE_STARTING = 5;
  private static final int LONGEST_START_MILLIS = 1500;
  private static final int LONGEST_WAIT_MILLIS = 500;

  /** In a life, so that there is something to cut off, and work goes on. */
  private static final int MOST_SUCCESSES = 3;

  private static final long PATIENCE_NANOS = 45_000_000_000L;
  private static final long PAUSE_MILLIS = 20;

  private final StackFaults faults;
  private final int wanted;
  private final long endNanos;
  private final Thread[] threads = new Thread[VICTIMS.length];
  private final Map<FunctionName, Map<Phase, Integer>> kills = new EnumMap<>(FunctionName.class);
  private volatile boolean stopped;

  /**
   * @param wanted how many kills in all
   * @param within spread over this time, as far as the machine allows
   */
  Killer(StackFaults faults, long seed, int wanted, Duration within) {
    this.faults = faults;
    this.wanted = wanted;
    this.endNanos = System.nanoTime() + within.toNanos();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < VICTIMS.length; i++) {
      FunctionName victim = VICTIMS[i];
      SplittableRandom moments = random.split();
      threads[i] = new Thread(() -> killAgainAndAgain(victim, moments), "kills " + victim.word());
    }
    for (Thread thread : threads) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void killAgainAndAgain(FunctionName victim, SplittableRandom moments) {
    try {
      while (!stopped && count() < wanted) {
        Thread.sleep(moments.nextLong(2 * meanGapMillis() + 1));
        awaitReady(victim);
        awaitSuccesses(victim, moments.nextInt(MOST_SUCCESSES + 1));
        Thread.sleep(moments.nextInt(LONGEST_WAIT_MILLIS));
        kill(victim);
        if (moments.nextInt(ONE_IN_SO_MANY_WHILE_STARTING) == 0) {
          Thread.sleep(moments.nextInt(LONGEST_START_MILLIS));
          kill(victim); // its successor
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(FunctionName victim) throws InterruptedException {
    Optional<Phase> phase = faults.phase(victim);
    while (phase.isEmpty() || phase.get() == Phase.STARTING) {
      Thread.sleep(PAUSE_MILLIS);
      phase = faults.phase(victim);
    }
  }

  /** Without success for long, as when a service is down, it is killed all the same. */
  private void awaitSuccesses(FunctionName victim, int count) throws InterruptedException {
    long until = faults.succeeded(victim) + count;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (faults.succeeded(victim) < until && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void kill(FunctionName victim) {
    if (stopped || count() >= wanted) {
      return;
    }
    faults
        .kill(victim)
        .ifPresent(
            phase -> {
              synchronized (kills) {
                kills
                    .computeIfAbsent(victim, v -> new EnumMap<>(Phase.class))
                    .merge(phase, 1, Integer::sum);
              }
            });
  }

  /** Of one victim, so that those that are left come within the time that is left. */
  private long meanGapMillis() {
    long left = Math.max(0, endNanos - System.nanoTime()) / 1_000_000;
    return left * VICTIMS.length / Math.max(1, wanted - count());
  }

  /** Kills so far. */
  int count() {
    synchronized (kills) {
      return kills.values().stream()
          .flatMap(byPhase -> byPhase.values().stream())
          .mapToInt(Integer::intValue)
          .sum();
    }
  }

  /** Kills by function and by what its process was at. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    synchronized (kills) {
      kills.forEach(
          (victim, byPhase) ->
              text.add(
                  "%s %d (starting %d, idle %d, working %d)"
                      .formatted(
                          victim.word(),
                          byPhase.values().stream().mapToInt(Integer::intValue).sum(),
                          byPhase.getOrDefault(Phase.STARTING, 0),
                          byPhase.getOrDefault(Phase.IDLE, 0),
                          byPhase.getOrDefault(Phase.WORKING, 0))));
    }
    return text.toString();
  }

  /** Returns when no further kill can come. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }
}
