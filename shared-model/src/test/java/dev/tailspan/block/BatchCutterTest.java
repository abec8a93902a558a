package dev.tailspan.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.tailspan.block.Batches.Received;
import dev.tailspan.block.Outcome.Rejection;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.ReferenceOtlp;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchCutterTest {
  private static final BlockSizes NEVER_SHARED = new BlockSizes(0, BlockCodec.MAX_RAW_BYTES);
  private final BlockCodec codec = new BlockCodec();

  @AfterEach
  void free() {
    codec.close();
  }

  @Test
  void anyOtlpReaderReadsItsBlocksAndFindsAllSpansInTheirBuckets() throws Exception {
    List<Span> spans = new RandomSpans(1).spans(400);
    List<Block> blocks = cutAll(Batches.records(spans, 30, new Random(1)), NEVER_SHARED);
    List<Span> read = new ArrayList<>();
    for (Block block : blocks) {
      List<Span> inBlock = ReferenceOtlp.toModel(unpack(block));
      assertThat(inBlock)
          .hasSize(block.spanCount())
          .allMatch(s -> Batches.LAYOUT.bucket(s.traceId()) == block.key().partition());
      read.addAll(inBlock);
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(spans);
  }

  @Test
  void putsEachRecordIntoTheSliceOfItsArrival() throws Exception {
    BatchCutter cutter = Batches.cutter(codec, NEVER_SHARED);
    byte[] record = OtlpProto.encode(TestTraces.trace(1, 3));
    cutter.add("1", 19_999, record);
    cutter.add("2", 20_000, record);
    assertThat(cutter.cut()).extracting(b -> b.key().slice()).containsExactly(1L, 2L);
  }

  @Test
  void namesTheLowestAndHighestSequenceNumberOfABlockAsNumbers() throws Exception {
    BatchCutter cutter = Batches.cutter(codec, NEVER_SHARED);
    for (String number : List.of("100", "99", "101")) {
      cutter.add(number, 5, OtlpProto.encode(TestTraces.trace(1, 1)));
    }
    BlockKey key = cutter.cut().get(0).key();
    assertThat(key.firstSequenceNumber()).isEqualTo("99");
    assertThat(key.lastSequenceNumber()).isEqualTo("101");
    assertThat(key.shardId()).isEqualTo("shard-0");
    assertThat(key.contentHash()).matches("[0-9a-f]{32}");
  }

  @Test
  void cutsTheSameRecordsIntoTheSameBytes() throws Exception {
    List<Received> records = Batches.records(TestTraces.traces(0, 40), 30, new Random(2));
    List<Block> first = cutAll(records, BlockSizes.DEFAULT);
    List<Block> again = cutAll(records, BlockSizes.DEFAULT);
    assertThat(keys(again)).isEqualTo(keys(first));
    for (int i = 0; i < first.size(); i++) {
      assertThat(again.get(i).content()).isEqualTo(first.get(i).content());
    }
  }

  @Test
  void putsAllBucketsOfASmallSliceIntoOneBlock() throws Exception {
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    cutter.add("1", 5, OtlpProto.encode(TestTraces.traces(0, 5)));
    cutter.add("2", 10_005, OtlpProto.encode(TestTraces.traces(5, 100)));
    List<Block> blocks = cutter.cut();
    assertThat(blocks.get(0).key().partition()).isEqualTo(Layout.SHARED_PARTITION);
    assertThat(blocks.get(0).spanCount()).isEqualTo(50);
    assertThat(blocks.subList(1, blocks.size()))
        .hasSize(8)
        .allMatch(b -> b.key().slice() == 1 && b.key().partition() >= 0);
  }

  @Test
  void aHundredSpansAreOneBlockOfAtMostSevenWriteUnits() throws Exception {
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    List<Span> spans = TestTraces.traces(0, 10);
    cutter.add("1", 5, OtlpProto.encode(spans));
    List<Block> blocks = cutter.cut();
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0).key().partition()).isEqualTo(Layout.SHARED_PARTITION);
    assertThat(blocks.get(0).rawBytes()).isGreaterThan(50_000);
    assertThat(blocks.get(0).content()).hasSizeLessThan(7_300);
  }

  @Test
  void aBatchIsCutUpFromTheThresholdOn() throws Exception {
    List<Span> spans = TestTraces.traces(0, 10);
    int bytes = 0;
    for (int n = 0; n < 10; n++) {
      bytes += (int) StagedTrace.of(TestTraces.trace(n, 10)).encodedSize();
    }
    List<Received> records = List.of(new Received("1", 5, OtlpProto.encode(spans)));
    assertThat(cutAll(records, new BlockSizes(bytes + 1, BlockCodec.MAX_RAW_BYTES))).hasSize(1);
    assertThat(cutAll(records, new BlockSizes(bytes, BlockCodec.MAX_RAW_BYTES)))
        .hasSizeGreaterThan(1)
        .allMatch(block -> block.key().partition() >= 0);
  }

  @Test
  void writesAResourceOncePerBlockHoweverManyRecordsItCameIn() throws Exception {
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    for (int n = 0; n < 20; n++) {
      Span span = TestTraces.span(TestTraces.id(n), 1).build();
      cutter.add(Integer.toString(n), 5, OtlpProto.encode(List.of(span)));
    }
    TracesData data = unpack(cutter.cut().get(0));
    assertThat(data.getResourceSpansCount()).isEqualTo(1);
    assertThat(data.getResourceSpans(0).getScopeSpansCount()).isEqualTo(1);
    assertThat(data.getResourceSpans(0).getScopeSpans(0).getSpansCount()).isEqualTo(20);
  }

  @Test
  void cutsWhatIsTooLargeForOneBlockIntoSeveralOfDifferentKeys() throws Exception {
    BatchCutter cutter = Batches.cutter(codec, new BlockSizes(0, 20_000));
    cutter.add("1", 5, OtlpProto.encode(TestTraces.trace(1, 300)));
    List<Block> blocks = cutter.cut();
    assertThat(blocks).hasSizeGreaterThan(5).allMatch(b -> b.rawBytes() <= 20_000);
    assertThat(keys(blocks)).doesNotHaveDuplicates();
    assertThat(Batches.assemble(blocks, codec).get(0).spans()).hasSize(300);
  }

  @Test
  void leavesNothingOfARecordThatFailsInTheMiddle() throws Exception {
    byte[] good = OtlpProto.encode(TestTraces.trace(1, 5));
    byte[] whole = OtlpProto.encode(TestTraces.traces(10, 10));
    byte[] truncated = Arrays.copyOf(whole, whole.length - 20);
    BatchCutter alone = Batches.cutter(codec, BlockSizes.DEFAULT);
    alone.add("1", 5, good);
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    assertThatThrownBy(() -> cutter.add("0", 5, truncated)).isInstanceOf(DecodeException.class);
    cutter.add("1", 5, good);
    assertThat(keys(cutter.cut())).isEqualTo(keys(alone.cut()));
  }

  @Test
  void leavesNothingOfARecordWhoseLaterPayloadFails() {
    ByteSlice good = ByteSlice.of(OtlpProto.encode(TestTraces.trace(1, 5)));
    ByteSlice bad = new ByteSlice(good.array(), 0, good.length() - 1);
    BatchCutter cutter =
        new BatchCutter(
            Batches.LAYOUT,
            Limits.DEFAULT,
            "shard-0",
            r -> List.of(good, bad),
            codec,
            BlockSizes.DEFAULT);
    assertThatThrownBy(() -> cutter.add("1", 5, new byte[0])).isInstanceOf(DecodeException.class);
    assertThat(cutter.cut()).isEmpty();
  }

  @Test
  void rejectsSpansWithInvalidIdsOneByOneAndSaysWhy() throws Exception {
    Span good = TestTraces.span(TestTraces.id(1), 1).build();
    Span noTrace = TestTraces.span(new TraceId(0, 0), 2).build();
    Span noId = TestTraces.span(TestTraces.id(1), 0).build();
    TracesData.Builder odd =
        ReferenceOtlp.ofEach(List.of(good, noTrace, noId, good, good, good, good)).toBuilder();
    span(odd, 1).setTraceId(bytes(16, 0));
    span(odd, 3).setTraceId(bytes(15, 1));
    span(odd, 4).setSpanId(bytes(9, 1));
    span(odd, 5).setParentSpanId(bytes(7, 1));
    span(odd, 6).addLinksBuilder().setTraceId(bytes(3, 1));
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    Outcome outcome = cutter.add("1", 5, odd.build().toByteArray());
    assertThat(outcome.acceptedSpans()).isEqualTo(1);
    assertThat(outcome.rejectedSpans()).isEqualTo(6);
    assertThat(outcome.rejected())
        .isEqualTo(
            Map.of(
                Rejection.TRACE_ID_ZERO, 1,
                Rejection.TRACE_ID_LENGTH, 1,
                Rejection.SPAN_ID_LENGTH, 2,
                Rejection.PARENT_SPAN_ID_LENGTH, 1,
                Rejection.LINK_ID_LENGTH, 1));
    assertThat(outcome.describe()).startsWith("6 of 7 spans rejected: 1 with a trace id that");
    assertThat(outcome.reason()).isEqualTo("TRACE_ID_LENGTH");
    assertThat(cutter.cut()).extracting(Block::spanCount).containsExactly(1);
  }

  @Test
  void takesSpansThatAreOddButWhole() throws Exception {
    TraceId id = TestTraces.id(1);
    List<Span> odd =
        List.of(
            TestTraces.span(id, 1).name("its own parent").parentSpanId(new SpanId(1)).build(),
            TestTraces.span(id, 2).name("of negative duration").times(100, 50).build(),
            TestTraces.span(id, 3).name("without times").times(0, 0).build(),
            TestTraces.span(id, 4).name("in 2262 and 2554").times(Long.MAX_VALUE, -1L).build());
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    assertThat(cutter.add("1", 5, OtlpProto.encode(odd)).rejectedSpans()).isZero();
    StagedTrace trace = Batches.assemble(cutter.cut(), codec).get(0);
    assertThat(trace.spans().stream().map(StagedSpan::decode))
        .containsExactlyInAnyOrderElementsOf(odd);
  }

  @Test
  void makesBadTextReadableForStrictReaders() throws Exception {
    Span span = TestTraces.span(TestTraces.id(1), 1).name("pay@").build();
    byte[] record = OtlpProto.encode(List.of(span));
    record[new String(record, StandardCharsets.ISO_8859_1).indexOf("pay@") + 3] = (byte) 0xc3;
    BatchCutter cutter = Batches.cutter(codec, BlockSizes.DEFAULT);
    cutter.add("1", 5, record);
    TracesData data = unpack(cutter.cut().get(0));
    assertThat(ReferenceOtlp.toModel(data).get(0).name()).isEqualTo("pay\uFFFD");
  }

  @Test
  void hasNothingToCutWhenNothingWasAdded() {
    assertThat(Batches.cutter(codec, BlockSizes.DEFAULT).cut()).isEmpty();
  }

  private List<Block> cutAll(List<Received> records, BlockSizes sizes) throws DecodeException {
    BatchCutter cutter = Batches.cutter(codec, sizes);
    for (Received record : records) {
      cutter.add(record.sequenceNumber(), record.arrivalMillis(), record.data());
    }
    return cutter.cut();
  }

  private TracesData unpack(Block block) throws Exception {
    return TracesData.parseFrom(codec.decompress("the block", block.content()));
  }

  private static List<BlockKey> keys(List<Block> blocks) {
    return blocks.stream().map(Block::key).toList();
  }

  private static io.opentelemetry.proto.trace.v1.Span.Builder span(TracesData.Builder data, int i) {
    return data.getResourceSpansBuilder(i).getScopeSpansBuilder(0).getSpansBuilder(0);
  }

  private static ByteString bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return ByteString.copyFrom(bytes);
  }
}
