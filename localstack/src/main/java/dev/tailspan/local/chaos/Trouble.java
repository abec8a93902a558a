package dev.tailspan.local.chaos;

import dev.tailspan.local.stack.StackFaults;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What befalls the services, one thing after the other with pauses: DynamoDB is stopped for a while
 * or restarted with its data, S3 fails requests, Kinesis throttles.
 */
final class Trouble implements AutoCloseable {
  private static final int LONGEST_CALM_MILLIS = 8000;
  private static final int LONGEST_MILLIS = 6000;
  private static final int SHORTEST_MILLIS = 200;
  private static final double MOST_REQUESTS = 0.7;
  private static final double MOST_READS = 0.3;

  private final StackFaults faults;
  private final Findings findings;
  private final SplittableRandom random;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile int pauses;
  private volatile int restarts;
  private volatile int outages;
  private volatile int throttlings;

  Trouble(StackFaults faults, Findings findings, long seed) {
    this.faults = faults;
    this.findings = findings;
    this.random = new SplittableRandom(seed);
    this.thread = new Thread(this::oneAfterTheOther, "trouble");
    thread.setDaemon(true);
    thread.start();
  }

  /** What there was. */
  record Counts(
      int pauses, int restarts, int outages, long s3Errors, int throttlings, long throttled) {}

  Counts counts() {
    return new Counts(
        pauses, restarts, outages, faults.s3().failed(), throttlings, faults.kinesis().throttled());
  }

  /** False once a service did not come back, which is a finding. */
  boolean goesOn() {
    return thread.isAlive();
  }

  private void oneAfterTheOther() {
    try {
      while (!waited(random.nextInt(LONGEST_CALM_MILLIS))) {
        next();
      }
    } catch (RuntimeException e) {
      findings.other("no more trouble: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
  private void next() throws InterruptedException {
    int lasting = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        pauses++;
        faults.pauseDynamoDb(Duration.ofMillis(lasting));
      }
      case 2 -> {
        restarts++;
        faults.restartDynamoDb(random.nextBoolean());
      }
      case 3, 4 -> {
        outages++;
        faults.s3().fail(random.nextDouble() < 0.3 ? 1 : random.nextDouble());
        waited(lasting);
        faults.s3().fail(0);
      }
      default -> {
        throttlings++;
        faults.kinesis().throttleRecords(random.nextDouble() * MOST_REQUESTS);
        faults.kinesis().throttleCalls(random.nextDouble() * MOST_READS);
        waited(lasting);
        faults.kinesis().none();
      }
    }
  }

  /** True when the end has come meanwhile. */
  private boolean waited(long millis) throws InterruptedException {
    return stopped.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends all of it, and returns when everything answers again. */
  @Override
  public void close() throws InterruptedException {
    stopped.countDown(); // no interrupt: what is stopped must go on, what is down come back
    thread.join();
    faults.s3().fail(0);
    faults.kinesis().none();
  }
}
