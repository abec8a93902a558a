package dev.tailspan.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static SpanRecord record(int bytes) {
    return new SpanRecord(new byte[bytes - SpanRecord.KEY_LENGTH], 1, 0);
  }

  private static List<SpanRecord> filled(Outbox outbox, SpanRecord... again) throws Exception {
    List<SpanRecord> call = new ArrayList<>(List.of(again));
    outbox.fill(call);
    return call;
  }

  @Test
  void itHoldsSoManyRecordsAndNoMore() {
    Outbox outbox = new Outbox(2, 1_000);
    assertThat(outbox.offer(record(100))).isTrue();
    assertThat(outbox.offer(record(100))).isTrue();
    assertThat(outbox.offer(record(100))).isFalse();
  }

  @Test
  void itHoldsSoManyBytesAndNoMore() {
    Outbox outbox = new Outbox(10, 1_000);
    assertThat(outbox.offer(record(600))).isTrue();
    assertThat(outbox.offer(record(401))).isFalse();
    assertThat(outbox.offer(record(400))).isTrue();
    assertThat(outbox.bytes()).isEqualTo(1_000);
  }

  @Test
  void aRecordTakesRoomUntilItIsSettledNotUntilItIsSent() throws Exception {
    Outbox outbox = new Outbox(1, 1_000);
    SpanRecord first = record(100);
    outbox.offer(first);
    assertThat(filled(outbox)).containsExactly(first);
    assertThat(outbox.offer(record(100))).isFalse();
    outbox.settle(first, true);
    assertThat(outbox.offer(record(100))).isTrue();
  }

  @Test
  void aCallTakesFiveHundredRecordsAtMost() throws Exception {
    Outbox outbox = new Outbox(1_000, 1 << 20);
    for (int i = 0; i < 501; i++) {
      outbox.offer(record(20));
    }
    assertThat(filled(outbox)).hasSize(500);
    assertThat(filled(outbox)).hasSize(1);
  }

  @Test
  void aCallIsFilledUpToItsBytesWithWhatIsPutAgainCounted() throws Exception {
    Outbox outbox = new Outbox(1_000, 64 << 20);
    for (int i = 0; i < 6; i++) {
      outbox.offer(record(1 << 20));
    }
    assertThat(filled(outbox)).hasSize(5);
    assertThat(filled(outbox, record(4 << 20), record((1 << 20) - 1))).hasSize(2);
    assertThat(filled(outbox, record(4 << 20))).hasSize(2);
  }

  @Test
  void aFlushIsDoneWhenAllBeforeItIsSettledAndWaitsForNothingLater() throws Exception {
    Outbox outbox = new Outbox(10, 10_000);
    SpanRecord first = record(100);
    SpanRecord second = record(100);
    outbox.offer(first);
    outbox.offer(second);
    CompletableResultCode flush = outbox.flush();
    SpanRecord later = record(100);
    outbox.offer(later);
    outbox.settle(later, true);
    outbox.settle(second, true);
    assertThat(flush.isDone()).isFalse();
    outbox.settle(first, true);
    assertThat(flush.isSuccess()).isTrue();
  }

  @Test
  void aFlushFailsWhenARecordBeforeItIsGivenUpAndOnlyThen() {
    Outbox outbox = new Outbox(10, 10_000);
    SpanRecord first = record(100);
    outbox.offer(first);
    CompletableResultCode flush = outbox.flush();
    SpanRecord later = record(100);
    outbox.offer(later);
    CompletableResultCode both = outbox.flush();
    outbox.settle(later, false);
    outbox.settle(first, true);
    assertThat(flush.isSuccess()).isTrue();
    assertThat(both.isDone()).isTrue();
    assertThat(both.isSuccess()).isFalse();
  }

  @Test
  void withNothingUnderWayAFlushIsDoneAtOnce() {
    assertThat(new Outbox(1, 100).flush().isSuccess()).isTrue();
  }

  @Test
  void closedItTakesNothingAndGivesWhatItHas() throws Exception {
    Outbox outbox = new Outbox(10, 10_000);
    SpanRecord record = record(100);
    outbox.offer(record);
    outbox.close();
    assertThat(outbox.offer(record(100))).isFalse();
    assertThat(filled(outbox)).containsExactly(record);
    assertThat(filled(outbox)).isEmpty();
  }
}
