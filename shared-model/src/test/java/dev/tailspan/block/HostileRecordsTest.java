package dev.tailspan.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Envelopes;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.RecordDecoder;
import dev.tailspan.wire.ReferenceOtlp;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What no sender should send, on the whole way from a record to a trace. */
class HostileRecordsTest {
  private final BlockCodec codec = new BlockCodec();

  @AfterEach
  void free() {
    codec.close();
  }

  @Test
  void aRecordCutOffAnywhereIsRefusedOrWholeUpToThere() throws Exception {
    byte[] whole = OtlpProto.encode(new RandomSpans(1).spans(6));
    int groups = 0;
    for (int length = 0; length < whole.length; length++) {
      BatchCutter cutter = cutter();
      try {
        cutter.add("1", 5, Arrays.copyOf(whole, length));
        groups++; // it ended between two ResourceSpans
      } catch (DecodeException e) {
        assertThat(cutter.cut()).isEmpty();
      }
    }
    assertThat(groups).isLessThan(6);
  }

  @Test
  void tenThousandAttributesAreKept() throws Exception {
    List<KeyValue> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(new KeyValue("key." + i, new StringValue("value " + i)));
    }
    Span span = TestTraces.span(TestTraces.id(1), 1).attributes(new Attributes(entries)).build();
    StagedSpan staged = throughABlock(OtlpProto.encode(List.of(span))).get(0).spans().get(0);
    assertThat(staged.decode()).isEqualTo(span);
    assertThat(staged.attribute(AttributeKey.of("key.9999")))
        .isEqualTo(new StringValue("value 9999"));
  }

  @Test
  void anAttributeOfAMegabyteIsKept() throws Exception {
    String large = "x".repeat(1 << 20);
    Span span =
        TestTraces.span(TestTraces.id(1), 1).attributes(Attributes.ofStrings("k", large)).build();
    assertThat(throughABlock(OtlpProto.encode(List.of(span))).get(0).spans().get(0).decode())
        .isEqualTo(span);
  }

  @Test
  void aSpanBeyondTheLimitIsRejectedAndItsNeighboursAreKept() throws Exception {
    String large = "x".repeat(5 << 20);
    Span huge =
        TestTraces.span(TestTraces.id(1), 1).attributes(Attributes.ofStrings("k", large)).build();
    Span small = TestTraces.span(TestTraces.id(1), 2).build();
    Outcome outcome = cutter().add("1", 5, OtlpProto.encode(List.of(huge, small)));
    assertThat(outcome.acceptedSpans()).isEqualTo(1);
    assertThat(outcome.reason()).isEqualTo("SPAN_TOO_LARGE");
  }

  @Test
  void aResourceBeyondTheLimitIsRefused() {
    byte[] record = Envelopes.field(1, Envelopes.field(1, Envelopes.field(99, new byte[5 << 20])));
    assertThatThrownBy(() -> cutter().add("1", 5, record))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("a resource has 5242");
  }

  @Test
  void aSpanReceivedTwiceIsOneAndTwoOfOneIdAreTwo() throws Exception {
    Span one = TestTraces.span(TestTraces.id(1), 1).build();
    Span other = one.toBuilder().name("other").build();
    byte[] record = OtlpProto.encode(List.of(one, one, other));
    StagedTrace trace = throughABlock(Envelopes.aggregated(record, Zstd.compress(record))).get(0);
    assertThat(trace.spans()).hasSize(2);
    assertThat(trace.duplicates()).isEqualTo(4);
    assertThat(trace.hasConflictingSpans()).isTrue();
  }

  @Test
  void randomBytesAreRefusedWithAReason() {
    Random random = new Random(1);
    BatchCutter cutter = cutter();
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      byte[] begun = i % 3 == 0 ? bytes : begunLikeSomething(random, bytes);
      try {
        cutter.add(Integer.toString(i), 5, begun);
      } catch (DecodeException e) {
        assertThat(e.reason()).isNotNull();
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static byte[] begunLikeSomething(Random random, byte[] bytes) {
    byte[][] heads = {
      {0x0a},
      {0x0a, 0x10, 0x0a},
      {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0},
      {0x78, (byte) 0x9c},
      {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
      {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2},
      "{\"resourceSpans\":[{\"scopeSpans\":[".getBytes(UTF_8),
      {(byte) 0x91, (byte) 0x91}
    };
    byte[] head = heads[random.nextInt(heads.length)];
    byte[] begun = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, begun, head.length, bytes.length);
    return begun;
  }

  @Test
  void damagedRecordsAreRefusedOrMakeBlocksThatEveryReaderReads() throws Exception {
    List<byte[]> samples = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      samples.add(OtlpProto.encode(new RandomSpans(seed).spans(3)));
    }
    samples.add(Envelopes.gzip(samples.get(0)));
    samples.add(Envelopes.aggregated(samples.get(1), samples.get(2)));
    Random random = new Random(2);
    int accepted = 0;
    for (int i = 0; i < 150_000; i++) {
      byte[] damaged = mutated(samples.get(i % samples.size()), random);
      BatchCutter cutter = cutter();
      try {
        cutter.add("1", 5, damaged);
      } catch (DecodeException e) {
        continue;
      }
      accepted++;
      if (accepted % 5 == 0) {
        assertReadable(cutter.cut());
      }
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  private void assertReadable(List<Block> blocks) throws Exception {
    List<Span> theirs = new ArrayList<>();
    for (Block block : blocks) {
      byte[] raw = codec.decompress("the block", block.content());
      List<Span> read = ReferenceOtlp.toModel(TracesData.parseFrom(raw));
      assertThat(OtlpProto.decode(raw, Limits.DEFAULT)).isEqualTo(read);
      theirs.addAll(read);
    }
    List<Span> ours = new ArrayList<>();
    for (StagedTrace trace : Batches.assemble(blocks, codec)) {
      trace.spans().forEach(span -> ours.add(span.decode()));
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
  }

  private static byte[] mutated(byte[] sample, Random random) {
    byte[] bytes = sample.clone();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
        case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(20), bytes.length - Math.max(from, at));
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private List<StagedTrace> throughABlock(byte[] record) throws DecodeException {
    BatchCutter cutter = cutter();
    cutter.add("1", 5, record);
    return Batches.assemble(cutter.cut(), codec);
  }

  private BatchCutter cutter() {
    RecordDecoder decoder = new RecordDecoder(Limits.DEFAULT);
    return new BatchCutter(
        Batches.LAYOUT, Limits.DEFAULT, "shard-0", decoder::decode, codec, BlockSizes.DEFAULT);
  }
}
