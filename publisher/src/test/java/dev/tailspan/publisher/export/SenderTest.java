package dev.tailspan.publisher.export;

import static dev.tailspan.publisher.export.ScriptedStream.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.InstrumentationUtil;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The loop on the test's own thread: it ends as the outbox is closed before it begins. */
class SenderTest {
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private final AtomicLong nanos = new AtomicLong(1_000);
  private final Ledger ledger = new Ledger("spans");
  private final Outbox outbox = new Outbox(1_000, 10 << 20);
  private final ScriptedStream stream = new ScriptedStream();

  private List<SpanRecord> offer(int count) {
    List<SpanRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new SpanRecord(new byte[] {(byte) i}, 10, nanos.get()));
      assertThat(outbox.offer(records.get(i))).isTrue();
    }
    return records;
  }

  private void run() {
    outbox.close();
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0);
    new Sender(outbox, stream, backoff, MAX_AGE, nanos::get, ledger).run();
  }

  @Test
  void whatWaitsGoesOutInOneCall() {
    List<SpanRecord> records = offer(3);
    run();
    assertThat(stream.calls()).containsExactly(records);
    assertThat(ledger.counts().exported()).isEqualTo(30);
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void onlyWhatWasRefusedIsPutAgain() {
    List<SpanRecord> records = offer(4);
    stream.then(refusing(1, 3)).then(refusing(0));
    run();
    assertThat(stream.calls())
        .containsExactly(records, List.of(records.get(1), records.get(3)), List.of(records.get(1)));
    assertThat(ledger.counts().exported()).isEqualTo(40);
    assertThat(ledger.counts().retriedRecords()).isEqualTo(3);
    assertThat(ledger.counts().lostInAll()).isZero();
  }

  @Test
  void aCallThatFailsIsPutAgainWhole() {
    List<SpanRecord> records = offer(2);
    stream.then(
        call -> {
          throw new IllegalStateException("no route to host");
        });
    run();
    assertThat(stream.calls()).containsExactly(records, records);
    assertThat(ledger.counts().exported()).isEqualTo(20);
  }

  @Test
  void whatCameMeanwhileGoesWithWhatIsPutAgain() {
    List<SpanRecord> records = offer(2);
    SpanRecord late = new SpanRecord(new byte[1], 1, nanos.get());
    stream.then(
        call -> {
          outbox.offer(late);
          return refusing(0).apply(call);
        });
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0);
    stream.then(
        call -> {
          outbox.close();
          return refusing().apply(call);
        });
    new Sender(outbox, stream, backoff, MAX_AGE, nanos::get, ledger).run();
    assertThat(stream.calls()).containsExactly(records, List.of(records.get(0), late));
  }

  @Test
  void aRecordIsGivenUpAtItsMaximumAgeCountedAndItsFlushFails() {
    offer(2);
    CompletableResultCode flush = outbox.flush();
    stream.then(refusing(0));
    stream.then(
        call -> {
          nanos.addAndGet(MAX_AGE.toNanos());
          return refusing(0).apply(call);
        });
    run();
    assertThat(stream.calls()).hasSize(2);
    assertThat(ledger.counts().lost()).containsEntry(Loss.EXPIRED, 10L);
    assertThat(ledger.counts().exported()).isEqualTo(10);
    assertThat(flush.isDone()).isTrue();
    assertThat(flush.isSuccess()).isFalse();
    assertThat(outbox.spans()).isZero();
  }

  @Test
  void onInterruptTheRestIsGivenUpAndCounted() {
    offer(3);
    stream.then(
        call -> {
          Thread.currentThread().interrupt();
          return refusing(0, 1).apply(call);
        });
    run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ledger.counts().exported()).isEqualTo(10);
    assertThat(ledger.counts().lost()).containsEntry(Loss.SHUT_DOWN, 20L);
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void afterAnErrorNothingIsAcceptedAnyMoreAndWhatWasIsCounted() {
    offer(2);
    stream.then(
        call -> {
          throw new NoClassDefFoundError("a part of the AWS SDK");
        });
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0);
    Sender sender = new Sender(outbox, stream, backoff, MAX_AGE, nanos::get, ledger);
    assertThatThrownBy(sender::run).isInstanceOf(NoClassDefFoundError.class);
    assertThat(outbox.isClosed()).isTrue();
    assertThat(ledger.counts().lost()).containsEntry(Loss.SHUT_DOWN, 20L);
  }

  @Test
  void whileSomeAreTakenPausesDoNotGrow() {
    offer(2);
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(50), () -> 1);
    for (int i = 0; i < 30; i++) {
      stream.then(
          call -> {
            outbox.offer(new SpanRecord(new byte[1], 1, nanos.get()));
            return refusing(0).apply(call);
          });
    }
    stream.then(
        call -> {
          outbox.close();
          return refusing().apply(call);
        });
    new Sender(outbox, stream, backoff, MAX_AGE, nanos::get, ledger).run();
    assertThat(backoff.nextMillis()).isEqualTo(1);
    assertThat(stream.calls()).hasSize(31);
  }

  @Test
  void anAgentIsToldNotToTraceTheCalls() {
    offer(1);
    List<Boolean> suppressed = new ArrayList<>();
    stream.then(
        call -> {
          suppressed.add(InstrumentationUtil.shouldSuppressInstrumentation(Context.current()));
          return refusing().apply(call);
        });
    run();
    assertThat(suppressed).containsExactly(true);
    assertThat(InstrumentationUtil.shouldSuppressInstrumentation(Context.current())).isFalse();
  }

  @Test
  void pausesDoubleUpToTheLongestAndBeginAgainAfterSuccess() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_000), () -> 1);
    assertThat(List.of(backoff.nextMillis(), backoff.nextMillis(), backoff.nextMillis()))
        .containsExactly(100L, 200L, 400L);
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.nextMillis()).isBetween(800L, 1_000L);
    }
    backoff.reset();
    assertThat(backoff.nextMillis()).isEqualTo(100);
    assertThat(new Backoff(Duration.ofMillis(100), Duration.ofMillis(100), () -> 0).nextMillis())
        .as("half is certain")
        .isEqualTo(50);
  }
}
