package dev.tailspan.publisher.export;

import io.opentelemetry.exporter.internal.InstrumentationUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The loop that puts what the {@link Outbox} holds on the stream, for one thread. While a call is
 * under way others gather, so calls grow with the load. Of a call that was taken in part only the
 * rest is put again, together with what came meanwhile. Ends when the outbox is closed and empty,
 * or on interrupt, which gives up the rest.
 */
final class Sender implements Runnable {
  private final Outbox outbox;
  private final StreamWriter stream;
  private final Backoff backoff;
  private final long maxAgeNanos;
  private final LongSupplier nanos;
  private final Ledger ledger;

  Sender(
      Outbox outbox,
      StreamWriter stream,
      Backoff backoff,
      Duration maxAge,
      LongSupplier nanos,
      Ledger ledger) {
    this.outbox = outbox;
    this.stream = stream;
    this.backoff = backoff;
    maxAgeNanos = maxAge.toNanos();
    this.nanos = nanos;
    this.ledger = ledger;
  }

  @Override
  public void run() {
    // An agent traces the AWS SDK: without this every call would make a span, and that a call
    InstrumentationUtil.suppressInstrumentation(this::sendAll);
  }

  private void sendAll() {
    List<SpanRecord> call = new ArrayList<>();
    try {
      outbox.fill(call);
      while (!call.isEmpty()) {
        boolean someTaken = send(call);
        if (someTaken) {
          // One hot shard must not slow down what goes to the others
          backoff.reset();
        }
        if (!call.isEmpty()) {
          Thread.sleep(backoff.nextMillis());
        }
        outbox.fill(call);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Also after an Error: with nobody to send it, nothing may be accepted
      outbox.close();
      call.addAll(outbox.drain());
      call.forEach(record -> giveUp(record, Loss.SHUT_DOWN));
    }
  }

  /** Leaves in the call what is to be put again; returns whether the stream took some of it. */
  private boolean send(List<SpanRecord> call) throws InterruptedException {
    List<Optional<String>> refusals;
    try {
      refusals = stream.put(List.copyOf(call));
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("shut down while putting records");
      }
      call.removeIf(this::isGivenUp);
      ledger.retried(call.size(), String.valueOf(e.getMessage()), e);
      return false;
    }
    List<SpanRecord> again = new ArrayList<>();
    boolean someTaken = false;
    String why = "";
    for (int i = 0; i < call.size(); i++) {
      SpanRecord record = call.get(i);
      if (refusals.get(i).isEmpty()) {
        ledger.exported(record.spans());
        outbox.settle(record, true);
        someTaken = true;
      } else if (!isGivenUp(record)) {
        again.add(record);
        why = refusals.get(i).get();
      }
    }
    call.clear();
    call.addAll(again);
    if (!again.isEmpty()) {
      ledger.retried(again.size(), why, null);
    }
    return someTaken;
  }

  private boolean isGivenUp(SpanRecord record) {
    boolean tooOld = nanos.getAsLong() - record.madeNanos() >= maxAgeNanos;
    if (tooOld) {
      giveUp(record, Loss.EXPIRED);
    }
    return tooOld;
  }

  private void giveUp(SpanRecord record, Loss loss) {
    ledger.lost(loss, record.spans());
    outbox.settle(record, false);
  }
}
