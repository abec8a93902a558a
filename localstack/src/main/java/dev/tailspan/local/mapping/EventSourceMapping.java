package dev.tailspan.local.mapping;

import dev.tailspan.local.kinesis.ApiException;
import dev.tailspan.local.kinesis.ShardReader;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.local.lambda.LambdaFunction;
import dev.tailspan.local.mapping.Checkpoints.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a function from a stream. Each shard is read by one poller; a shard's children begin when
 * it is done to its end.
 *
 * <p>{@link #start} runs it on threads of its own, {@link #runOnce} in the caller's: one step of
 * every shard, for tests that hold the clock.
 */
public final class EventSourceMapping implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EventSourceMapping.class.getName());
  private static final Duration LONGEST_INVOCATION = Duration.ofSeconds(90);

  private final Wiring wiring;
  private final Map<String, ShardPoller> pollers = new TreeMap<>();
  private final Map<String, Thread> threads = new TreeMap<>();
  private @Nullable Thread coordinator;
  private volatile boolean stopped;

  /** What the pollers share. */
  record Wiring(
      MappingSettings settings,
      ShardReader reader,
      Checkpoints checkpoints,
      LambdaFunction function,
      @Nullable FailureDestination destination,
      Clock clock,
      Counters counters) {}

  /**
   * @param reader of the stream, which must exist when the mapping runs
   * @param destination for batches given up; without one they are only counted and logged
   * @param clock the one the stream's arrival times come from
   */
  public EventSourceMapping(
      MappingSettings settings,
      ShardReader reader,
      Checkpoints checkpoints,
      LambdaFunction function,
      @Nullable FailureDestination destination,
      Clock clock) {
    this.wiring =
        new Wiring(settings, reader, checkpoints, function, destination, clock, new Counters());
  }

  public Counts counts() {
    return wiring.counters().read();
  }

  /** Whether every record that is in the stream now is done or given up. */
  public boolean caughtUp() {
    for (ShardView shard : wiring.reader().shards()) {
      Checkpoint checkpoint = wiring.checkpoints().of(shard.shardId());
      String newest = wiring.reader().newest(shard.shardId());
      boolean empty = newest.equals(wiring.reader().beforeOldest(shard.shardId()));
      if (checkpoint == null ? !empty : checkpoint.sequenceNumber().compareTo(newest) < 0) {
        return false;
      }
    }
    return true;
  }

  /** How long the oldest record that is neither done nor given up has been in the stream. */
  public Duration iteratorAge() {
    Instant now = wiring.clock().instant();
    return wiring.reader().shards().stream()
        .filter(shard -> !ended(shard.shardId()))
        .flatMap(shard -> oldest(shard.shardId()).stream())
        .map(arrival -> Duration.between(arrival, now))
        .filter(age -> !age.isNegative())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private Optional<Instant> oldest(String shardId) {
    return wiring.reader().nextArrival(shardId, startOf(shardId));
  }

  /** One step of every shard whose turn it is, in this thread. Not together with {@link #start}. */
  public void runOnce() throws InterruptedException {
    discover();
    for (String shard : List.copyOf(pollers.keySet())) {
      step(shard);
    }
  }

  /** Takes up the shards that may be read now. Returns those it did not read before. */
  public List<String> takeUpShards() {
    return discover().stream().map(ShardPoller::shardId).toList();
  }

  /**
   * One step of a shard that was taken up, in this thread. Not together with {@link #start}.
   *
   * @return how long to wait before the next one; empty when the shard is done to its end
   */
  public Optional<Duration> step(String shardId) throws InterruptedException {
    ShardPoller poller = pollers.get(shardId);
    if (poller == null) {
      return Optional.empty();
    }
    Duration wait = poller.step();
    if (!poller.ended()) {
      return Optional.of(wait);
    }
    pollers.remove(shardId);
    return Optional.empty();
  }

  /** Starts polling on daemon threads, one per shard. */
  public synchronized void start() {
    if (coordinator != null) {
      throw new IllegalStateException("The mapping has been started");
    }
    coordinator = thread("mapping", this::coordinate);
  }

  /**
   * Stops polling, and waits for invocations under way: they end, and their checkpoints are
   * written. One that takes over 90 s is interrupted, and its batch comes again.
   */
  @Override
  public void close() {
    List<Thread> running;
    synchronized (this) {
      stopped = true;
      notifyAll();
      running = List.copyOf(threads.values());
    }
    long deadline = System.nanoTime() + LONGEST_INVOCATION.toNanos();
    try {
      for (Thread thread : running) {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      running.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }

  private void coordinate() {
    while (!stopped) {
      try {
        synchronized (this) {
          for (ShardPoller poller : discover()) {
            threads.put(poller.shardId(), thread("mapping-" + poller.shardId(), () -> run(poller)));
          }
        }
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "The stream's shards cannot be listed", e);
      }
      sleep(wiring.settings().pollInterval());
    }
  }

  private void run(ShardPoller poller) {
    int failures = 0;
    while (!stopped && !poller.ended()) {
      Duration wait;
      try {
        wait = poller.step();
        failures = 0;
      } catch (InterruptedException e) {
        return;
      } catch (ApiException e) {
        if (e.code().equals("ResourceNotFoundException")) {
          LOG.log(System.Logger.Level.WARNING, "{0} is gone: {1}", poller.shardId(), e);
          break;
        }
        wait = retry(poller, ++failures, e);
      } catch (RuntimeException e) {
        wait = retry(poller, ++failures, e);
      }
      sleep(wait);
    }
    synchronized (this) {
      pollers.remove(poller.shardId());
      threads.remove(poller.shardId());
    }
  }

  private Duration retry(ShardPoller poller, int failures, RuntimeException e) {
    LOG.log(System.Logger.Level.WARNING, poller.shardId() + ": a step failed", e);
    return wiring.settings().backoff(failures);
  }

  /** Makes the pollers of shards that may be read now and have none. */
  private List<ShardPoller> discover() {
    List<ShardView> shards = wiring.reader().shards();
    if (wiring.checkpoints().isEmpty()
        && wiring.settings().startPosition() == StartPosition.LATEST) {
      startAtTips(shards);
    }
    Set<String> listed = shards.stream().map(ShardView::shardId).collect(Collectors.toSet());
    List<ShardPoller> made =
        shards.stream()
            .filter(shard -> !pollers.containsKey(shard.shardId()) && !ended(shard.shardId()))
            // A parent that is not listed any more has expired: there is nothing to wait for.
            .filter(
                shard -> shard.parents().stream().allMatch(p -> !listed.contains(p) || ended(p)))
            .map(shard -> new ShardPoller(wiring, shard.shardId(), startOf(shard.shardId())))
            .toList();
    made.forEach(poller -> pollers.put(poller.shardId(), poller));
    return made;
  }

  private void startAtTips(List<ShardView> shards) {
    for (ShardView shard : shards) {
      String newest = wiring.reader().newest(shard.shardId());
      wiring.checkpoints().put(shard.shardId(), new Checkpoint(newest, shard.closed()));
    }
  }

  private boolean ended(String shardId) {
    Checkpoint checkpoint = wiring.checkpoints().of(shardId);
    return checkpoint != null && checkpoint.ended();
  }

  private String startOf(String shardId) {
    Checkpoint checkpoint = wiring.checkpoints().of(shardId);
    return checkpoint == null ? wiring.reader().beforeOldest(shardId) : checkpoint.sequenceNumber();
  }

  private synchronized void sleep(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    try {
      for (long left = until - System.nanoTime();
          left > 0 && !stopped;
          left = until - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
