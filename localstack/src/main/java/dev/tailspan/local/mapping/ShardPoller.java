package dev.tailspan.local.mapping;

import dev.tailspan.local.kinesis.ShardReader;
import dev.tailspan.local.kinesis.ShardReader.PageView;
import dev.tailspan.local.kinesis.ShardReader.RecordView;
import dev.tailspan.local.lambda.LambdaFunction;
import dev.tailspan.local.mapping.Checkpoints.Checkpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shard's batches, strictly one after the other (parallelization factor 1). Follows "Using
 * Lambda to process records from Kinesis" and "Configuring partial batch response".
 *
 * <p>Where AWS says nothing: the count of attempts begins anew when the head of the batch moves on,
 * because the record that fails then is another one; a split of a bisected batch is not counted.
 */
final class ShardPoller {
  private static final System.Logger LOG = System.getLogger(ShardPoller.class.getName());
  private static final long READ_BYTES = 10L << 20;

  private final MappingSettings settings;
  private final String shardId;
  private final ShardReader reader;
  private final Checkpoints checkpoints;
  private final LambdaFunction function;
  private final @Nullable FailureDestination destination;
  private final Clock clock;
  private final Counters counters;
  private final Pending pending;

  private String readTo;
  private boolean noMore;
  private boolean ended;
  private long windowOpened;
  private int attempts;
  private int failuresInARow;
  private boolean bisected;
  private boolean retrying;

  ShardPoller(EventSourceMapping.Wiring wiring, String shardId, String after) {
    this.settings = wiring.settings();
    this.shardId = shardId;
    this.reader = wiring.reader();
    this.checkpoints = wiring.checkpoints();
    this.function = wiring.function();
    this.destination = wiring.destination();
    this.clock = wiring.clock();
    this.counters = wiring.counters();
    this.pending = new Pending(settings.batchSize(), reader.streamArn());
    this.readTo = after;
  }

  String shardId() {
    return shardId;
  }

  /** Whether the shard is closed and done to its end: its children may be read. */
  boolean ended() {
    return ended;
  }

  /**
   * Reads, and invokes when a batch is due.
   *
   * @return how long to wait before the next step
   */
  Duration step() throws InterruptedException {
    read();
    if (pending.isEmpty()) {
      if (noMore) {
        ended = true;
        checkpoints.put(shardId, new Checkpoint(readTo, true));
      }
      return settings.pollInterval();
    }
    Duration window = windowLeft();
    if (!window.isZero()) {
      return window.compareTo(settings.pollInterval()) < 0 ? window : settings.pollInterval();
    }
    try {
      return giveUpOld() ? Duration.ZERO : invoke();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, shardId + ": the failure destination refused", e);
      return settings.backoff(++failuresInARow);
    }
  }

  private void read() {
    int room = pending.room();
    if (room == 0 || noMore) {
      return;
    }
    PageView page = reader.readAfter(shardId, readTo, room, READ_BYTES);
    if (!page.records().isEmpty()) {
      if (pending.isEmpty()) {
        windowOpened = clock.millis();
      }
      pending.add(page.records());
      readTo = page.records().get(page.records().size() - 1).sequenceNumber();
    }
    noMore = page.ended();
  }

  /** Of the batching window; zero when the batch is due. */
  private Duration windowLeft() {
    if (pending.full() || noMore || retrying) {
      return Duration.ZERO;
    }
    Duration waited = Duration.ofMillis(clock.millis() - windowOpened);
    Duration left = settings.maximumBatchingWindow().minus(waited);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Gives up the records at the head that are too old; false when there are none. */
  private boolean giveUpOld() throws IOException, InterruptedException {
    Duration age = settings.maximumRecordAge();
    if (age == null) {
      return false;
    }
    long oldest = clock.millis() - age.toMillis();
    List<RecordView> batch = pending.batch();
    int old = 0;
    while (old < batch.size() && batch.get(old).approximateArrival().toEpochMilli() < oldest) {
      old++;
    }
    if (old == 0) {
      return false;
    }
    giveUp(batch.subList(0, old), "RecordAgeExceeded");
    return true;
  }

  private Duration invoke() throws IOException, InterruptedException {
    List<RecordView> batch = pending.batch();
    counters.batches.increment();
    if (retrying) {
      counters.retries.increment();
    }
    int done = done(batch);
    if (done > 0) {
      advance(batch.subList(0, done));
      counters.records.add(done);
    }
    if (done == batch.size()) {
      failuresInARow = 0;
      retrying = pending.hasFixed();
      return Duration.ZERO;
    }
    counters.failures.increment();
    return failed(batch, done);
  }

  /** How many of the batch are done, from the first on. */
  private int done(List<RecordView> batch) throws InterruptedException {
    byte[] event = KinesisEvent.json(shardId, reader.streamArn(), batch);
    try {
      byte[] answer = function.invoke(event);
      return settings.reportBatchItemFailures() ? BatchAnswer.done(answer, batch) : batch.size();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: {1} records from {2} failed: {3}",
          shardId,
          batch.size(),
          batch.get(0).sequenceNumber(),
          e);
      return 0;
    }
  }

  private Duration failed(List<RecordView> batch, int done)
      throws IOException, InterruptedException {
    retrying = true;
    failuresInARow++;
    if (done > 0) {
      // The head moved on: what is left is tried again together with what has come since.
      pending.release(bisected);
      failuresInARow = 1;
      return settings.backoff(1);
    }
    if (settings.bisectBatchOnFunctionError() && batch.size() > 1) {
      pending.bisect(batch.size());
      bisected = true;
      return settings.backoff(1);
    }
    attempts++;
    pending.fix(batch.size());
    if (settings.maximumRetryAttempts() >= 0 && attempts > settings.maximumRetryAttempts()) {
      giveUp(batch, "RetryAttemptsExhausted");
      return Duration.ZERO;
    }
    return settings.backoff(failuresInARow);
  }

  private void giveUp(List<RecordView> batch, String condition)
      throws IOException, InterruptedException {
    List<RecordView> given = List.copyOf(batch);
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: gave up {1} records from {2}: {3}",
        shardId,
        given.size(),
        given.get(0).sequenceNumber(),
        condition);
    if (destination != null) {
      InvocationRecord record =
          new InvocationRecord(
              settings.functionArn(),
              reader.streamArn(),
              shardId,
              condition,
              attempts,
              clock.instant(),
              given);
      destination.put(record.key(settings.uuid()), record.json());
    }
    counters.givenUp.add(given.size());
    advance(given);
    failuresInARow = 0;
    retrying = pending.hasFixed();
  }

  /** The records at the head are done with, for good: that is written down. */
  private void advance(List<RecordView> head) {
    String last = head.get(head.size() - 1).sequenceNumber();
    pending.drop(head.size());
    attempts = 0;
    checkpoints.put(shardId, new Checkpoint(last, false));
    if (!pending.hasFixed()) {
      bisected = false;
    }
    windowOpened = clock.millis();
  }
}
