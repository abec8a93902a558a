package dev.tailspan.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordCutterTest {
  private final Ledger ledger = new Ledger("spans");

  private List<SpanRecord> cut(Compression compression, List<SpanData> spans) {
    return new RecordCutter(compression, () -> 0, ledger).cut(spans);
  }

  @ParameterizedTest
  @EnumSource
  void aBatchIsOneRecordThatIngestReads(Compression compression) {
    List<SpanData> spans = TestSpans.some(512);
    List<SpanRecord> records = cut(compression, spans);
    assertThat(records).hasSize(1);
    assertThat(records.get(0).spans()).isEqualTo(512);
    List<Span> read = Records.spans(records.get(0).data());
    assertThat(read)
        .extracting(span -> span.spanId().hex())
        .containsExactlyInAnyOrderElementsOf(TestSpans.ids(spans));
    assertThat(read.get(0).resource().serviceName()).isEqualTo("cart");
    assertThat(read.get(0).durationNanos()).isEqualTo(5_000_000);
  }

  @Test
  void aPackedRecordTakesAFractionOfThePlainOne() {
    List<SpanData> spans = TestSpans.some(512);
    int plain = cut(Compression.NONE, spans).get(0).size();
    assertThat(cut(Compression.ZSTD, spans).get(0).size()).isLessThan(plain / 5);
    assertThat(cut(Compression.GZIP, spans).get(0).size()).isLessThan(plain / 5);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIntoOneRecordIsCutIntoSeveral(Compression compression) {
    List<SpanData> spans = TestSpans.some(0, 40, TestSpans.incompressible(100_000));
    List<SpanRecord> records = cut(compression, spans);
    assertThat(records).hasSizeBetween(4, 8);
    assertThat(records).allMatch(record -> record.size() <= 1 << 20);
    assertThat(records.stream().flatMap(record -> Records.ids(record.data()).stream()))
        .containsExactlyInAnyOrderElementsOf(TestSpans.ids(spans));
    assertThat(records.stream().mapToInt(SpanRecord::spans).sum()).isEqualTo(40);
  }

  @Test
  void aSpanThatNoRecordHoldsIsCountedAsLostAndTheOthersAreKept() {
    List<SpanData> spans =
        List.of(
            TestSpans.some(1).get(0),
            TestSpans.some(1, 1, "x".repeat(2 << 20)).get(0),
            TestSpans.some(2, 1, "y").get(0));
    List<SpanRecord> records = cut(Compression.ZSTD, spans);
    assertThat(records.stream().flatMap(record -> Records.ids(record.data()).stream()))
        .containsExactly(spans.get(0).getSpanId(), spans.get(2).getSpanId());
    assertThat(ledger.counts().lost()).containsEntry(Loss.SPAN_TOO_LARGE, 1L);
    assertThat(ledger.counts().lostInAll()).isEqualTo(1);
  }

  @Test
  void aRecordThatPackingMakesLargerStaysAsItIs() {
    byte[] random = TestSpans.incompressible(300).getBytes(StandardCharsets.UTF_8);
    byte[] tiny = {1, 2, 3};
    assertThat(Compression.GZIP.pack(tiny)).isSameAs(tiny);
    assertThat(Compression.ZSTD.pack(tiny)).isSameAs(tiny);
    assertThat(Compression.ZSTD.pack(random).length).isLessThanOrEqualTo(random.length);
  }
}
