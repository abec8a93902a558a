package dev.tailspan.local.schedule;

import dev.tailspan.local.lambda.LambdaFunction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A rule with a rate. A run that fails is logged and counted, the next one comes in its turn; a run
 * that takes longer than the rate makes the rule skip turns, not queue them.
 */
public final class Schedule implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Schedule.class.getName());

  private final String name;
  private final Duration every;
  private final LambdaFunction function;
  private final Clock clock;
  private final ReentrantLock running = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stop = lock.newCondition();
  private final LongAdder runs = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private boolean stopped;
  private @Nullable Thread thread;

  /**
   * @param name of the rule, in its ARN
   * @param every the rate, at least 1 ms; EventBridge has whole minutes
   * @param clock gives the event's time
   */
  public Schedule(String name, Duration every, LambdaFunction function, Clock clock) {
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException("Schedule " + name + ": rate " + every + " is too short");
    }
    this.name = name;
    this.every = every;
    this.function = function;
    this.clock = clock;
  }

  /** Starts; the first run is after one period. */
  public void start() {
    lock.lock();
    try {
      if (thread != null) {
        throw new IllegalStateException("Schedule " + name + " has been started");
      }
      Thread started = new Thread(this::turns, "schedule-" + name);
      started.setDaemon(true);
      started.start();
      thread = started;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the function once, now, in this thread; waits for a run under way.
   *
   * @return its answer
   */
  public byte[] runNow() throws InterruptedException {
    running.lockInterruptibly();
    try {
      runs.increment();
      return function.invoke(event());
    } catch (RuntimeException e) {
      failures.increment();
      throw e;
    } finally {
      running.unlock();
    }
  }

  public long runs() {
    return runs.sum();
  }

  public long failures() {
    return failures.sum();
  }

  /** No further run begins; one under way is left to end. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopped = true;
      stop.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void turns() {
    try {
      for (long turn = System.nanoTime() + every.toNanos(); waited(turn); turn = after(turn)) {
        try {
          runNow();
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.WARNING, "Schedule {0}: the run failed: {1}", name, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first turn still to come. */
  private long after(long turn) {
    long missed = Math.max(0, (System.nanoTime() - turn) / every.toNanos());
    return turn + (missed + 1) * every.toNanos();
  }

  /** Waits for the time; false when stopped. */
  private boolean waited(long nanoTime) throws InterruptedException {
    lock.lock();
    try {
      long left = nanoTime - System.nanoTime();
      while (left > 0 && !stopped) {
        left = stop.awaitNanos(left);
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  private byte[] event() {
    String json =
        """
        {"version":"0","id":"%s","detail-type":"Scheduled Event","source":"aws.events",\
        "account":"000000000000","time":"%s","region":"us-east-1",\
        "resources":["arn:aws:events:us-east-1:000000000000:rule/%s"],"detail":{}}"""
            .formatted(UUID.randomUUID(), clock.instant().truncatedTo(ChronoUnit.SECONDS), name);
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
