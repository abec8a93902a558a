package dev.tailspan.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.tailspan.block.Batches.Received;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceAssemblerTest {
  private static final BlockKey SOME_KEY = new BlockKey(1, 2, "shard-0", "1", "2", "ab");
  private final BlockCodec codec = new BlockCodec();

  @AfterEach
  void free() {
    codec.close();
  }

  @Test
  void anyBatchingInAnyOrderWithDuplicatesGivesTheSameTraces() throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      List<Span> spans = new ArrayList<>(new RandomSpans(seed).spans(120));
      spans.addAll(TestTraces.traces(seed, 8));
      Random random = new Random(seed);
      List<Received> records = Batches.records(spans, 12, random);
      List<String> expected = describe(records, 1_000, BlockSizes.DEFAULT, random);
      for (int round = 0; round < 4; round++) {
        // A publisher sends a fifth of the records again, later, with new sequence numbers ...
        List<Received> again = new ArrayList<>(records);
        for (Received record : records) {
          if (random.nextInt(5) == 0) {
            long later = record.arrivalMillis() + random.nextInt(30_000);
            again.add(new Received("7" + record.sequenceNumber(), later, record.data()));
          }
        }
        // ... in whatever order, cut by whatever batches and sizes.
        Collections.shuffle(again, random);
        BlockSizes sizes =
            new BlockSizes(random.nextInt(3) * 20_000, 3_000 + random.nextInt(90_000));
        assertThat(describe(again, 1 + random.nextInt(20), sizes, random)).isEqualTo(expected);
      }
    }
  }

  private List<String> describe(
      List<Received> records, int perBatch, BlockSizes sizes, Random random) throws Exception {
    List<Block> blocks = new ArrayList<>(Batches.cut(records, perBatch, random, codec, sizes));
    Collections.shuffle(blocks, random);
    return Batches.describe(Batches.assemble(blocks, codec));
  }

  @Test
  void givesTheTracesThatWereSentInTheOrderOfTheirIds() throws Exception {
    List<Block> blocks = blocks(TestTraces.traces(0, 30), BlockSizes.DEFAULT);
    List<StagedTrace> traces = Batches.assemble(blocks, codec);
    assertThat(traces).hasSize(30);
    assertThat(traces).isSortedAccordingTo(Comparator.comparing(StagedTrace::id));
    for (int n = 0; n < 30; n++) {
      List<Span> sent = TestTraces.trace(n, 10);
      StagedTrace trace =
          traces.stream()
              .filter(t -> t.id().equals(sent.get(0).traceId()))
              .findFirst()
              .orElseThrow();
      assertThat(trace.spans().stream().map(StagedSpan::decode))
          .containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  @Test
  void readsFromASharedBlockOnlyTheTracesOfItsBucket() throws Exception {
    List<Block> blocks = blocks(TestTraces.traces(0, 9), new BlockSizes(1 << 20, 1 << 20));
    assertThat(blocks).allMatch(b -> b.key().partition() == Layout.SHARED_PARTITION);
    int found = 0;
    for (int bucket = 0; bucket < 8; bucket++) {
      TraceFilter ours = TraceFilter.bucket(Batches.LAYOUT, bucket);
      for (StagedTrace trace : Batches.assemble(blocks, codec, ours, 100)) {
        assertThat(Batches.LAYOUT.bucket(trace.id())).isEqualTo(bucket);
        found++;
      }
    }
    assertThat(found).isEqualTo(9);
  }

  @Test
  void holdsOnlyWhatTheFilterLetsThrough() throws Exception {
    List<Block> blocks = blocks(TestTraces.traces(0, 50), BlockSizes.DEFAULT);
    TraceAssembler assembler = new TraceAssembler((high, low) -> false, 10, codec);
    blocks.forEach(b -> assembler.add(b.key(), b.content()));
    assertThat(assembler.heldBytes()).isZero();
    assertThat(assembler.traces()).isEmpty();
  }

  @Test
  void leavesOutTheSameSpansOfATraceBeyondTheCapInWhateverOrderTheyCome() throws Exception {
    List<Span> spans = new ArrayList<>(TestTraces.trace(1, 400));
    List<Span> first =
        spans.stream().sorted(Comparator.comparingLong(Span::startTimeUnixNano)).limit(30).toList();
    spans.addAll(spans.subList(0, 80));
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      List<Received> records = Batches.records(spans, 10, random);
      List<Block> blocks = Batches.cut(records, 5, random, codec, BlockSizes.DEFAULT);
      StagedTrace trace = Batches.assemble(blocks, codec, TraceFilter.all(), 30).get(0);
      assertThat(trace.spans().stream().map(StagedSpan::decode)).containsExactlyElementsOf(first);
      assertThat(trace.isTruncated()).isTrue();
      assertThat(trace.duplicates()).isEqualTo(30);
      assertThat(trace.leftOut()).isEqualTo(480 - 60);
    }
  }

  @Test
  void doesNotCallATraceTruncatedThatJustFits() throws Exception {
    List<Span> spans = TestTraces.trace(1, 30);
    List<Span> twice = Stream.concat(spans.stream(), spans.stream()).toList();
    List<Block> blocks = blocks(twice, BlockSizes.DEFAULT);
    StagedTrace trace = Batches.assemble(blocks, codec, TraceFilter.all(), 30).get(0);
    assertThat(trace.isTruncated()).isFalse();
    assertThat(trace.leftOut()).isZero();
    assertThat(trace.duplicates()).isEqualTo(30);
  }

  @Test
  void aTraceOfAHundredThousandSpansLeavesItsNeighboursWhole() throws Exception {
    List<Span> spans = new ArrayList<>(TestTraces.trace(1, 100_000));
    spans.addAll(TestTraces.traces(2, 20));
    List<Block> blocks = blocks(spans, BlockSizes.DEFAULT);
    TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 1_000, codec);
    blocks.forEach(b -> assembler.add(b.key(), b.content()));
    for (StagedTrace trace : assembler.traces()) {
      boolean hot = trace.id().equals(TestTraces.id(1));
      assertThat(trace.spans()).hasSize(hot ? 1_000 : 10);
      assertThat(trace.leftOut()).isEqualTo(hot ? 99_000 : 0);
    }
  }

  @Test
  void aBlockOfNoBytesIsCorrupt() {
    assertThatThrownBy(
            () -> new TraceAssembler(TraceFilter.all(), 1, codec).add(SOME_KEY, new byte[0]))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining(SOME_KEY.toString());
  }

  @Test
  void namesTheBlockThatIsCorruptWhereverItWasDamaged() throws Exception {
    Block block = blocks(TestTraces.trace(1, 10), BlockSizes.DEFAULT).get(0);
    List<String> whole = Batches.describe(Batches.assemble(List.of(block), codec));
    int harmless = 0;
    for (int bit = 0; bit < 8 * block.content().length; bit++) {
      byte[] damaged = block.content().clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100, codec);
      try {
        assembler.add(block.key(), damaged);
        // A few bits of a zstd frame change nothing of what it holds.
        assertThat(Batches.describe(assembler.traces())).isEqualTo(whole);
        harmless++;
      } catch (CorruptBlockException e) {
        assertThat(e).hasMessageContaining(block.key().contentHash());
      }
    }
    assertThat(harmless).isLessThan(8 * block.content().length / 100);
  }

  @Test
  void refusesABlockThatClaimsToBeHuge() {
    byte[] bomb = Zstd.compress(new byte[BlockCodec.MAX_RAW_BYTES + 1]);
    TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100, codec);
    assertThatThrownBy(() -> assembler.add(SOME_KEY, bomb))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void refusesAFrameAroundSomethingElse() {
    byte[] frame = Zstd.compress(new byte[] {10, 5, 1});
    TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100, codec);
    assertThatThrownBy(() -> assembler.add(SOME_KEY, frame))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("shard-0");
  }

  private List<Block> blocks(List<Span> spans, BlockSizes sizes) throws Exception {
    BatchCutter cutter = Batches.cutter(codec, sizes);
    for (int at = 0; at < spans.size(); at += 1_000) {
      List<Span> part = spans.subList(at, Math.min(spans.size(), at + 1_000));
      cutter.add(Integer.toString(at), 5, OtlpProto.encode(part));
    }
    return cutter.cut();
  }
}
