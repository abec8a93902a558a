package dev.tailspan.local.stack;

import java.util.SplittableRandom;

/** Kills the processes of ingest and finalize at random moments, whenever one has come back. */
final class Killer implements AutoCloseable {
  private static final FunctionName[] VICTIMS = {FunctionName.INGEST, FunctionName.FINALIZE};
  private static final int LONGEST_LIFE_MILLIS = 2500;
  private static final long PAUSE_MILLIS = 20;

  private final LocalStack stack;
  private final SplittableRandom random;
  private final Thread[] threads = new Thread[VICTIMS.length];
  private final int[] kills = new int[VICTIMS.length];
  private volatile boolean stopped;

  Killer(LocalStack stack, long seed) {
    this.stack = stack;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < VICTIMS.length; i++) {
      int victim = i;
      SplittableRandom moments = random.split();
      threads[i] = new Thread(() -> killAgainAndAgain(victim, moments), "kills " + VICTIMS[i]);
      threads[i].start();
    }
  }

  private void killAgainAndAgain(int victim, SplittableRandom moments) {
    try {
      while (!stopped) {
        if (!stack.isReady(VICTIMS[victim])) {
          Thread.sleep(PAUSE_MILLIS);
          continue;
        }
        Thread.sleep(moments.nextInt(LONGEST_LIFE_MILLIS));
        if (!stopped) {
          stack.kill(VICTIMS[victim]);
          synchronized (kills) {
            kills[victim]++;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of the function that was killed least often. */
  int fewest() {
    synchronized (kills) {
      return Math.min(kills[0], kills[1]);
    }
  }

  @Override
  public String toString() {
    synchronized (kills) {
      return "%s %d, %s %d".formatted(VICTIMS[0], kills[0], VICTIMS[1], kills[1]);
    }
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
