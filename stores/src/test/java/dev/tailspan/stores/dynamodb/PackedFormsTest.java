package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.decided;
import static dev.tailspan.storage.contract.StoredValues.part;
import static dev.tailspan.storage.contract.StoredValues.segment;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.StorageException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedFormsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 127, 128, 300, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbersComeBack(long number) {
    byte[] bytes = new PackedWriter().varint(number).zigzag(number).fixed(number).bytes();
    PackedReader in = new PackedReader(bytes);

    assertThat(in.varint()).isEqualTo(number);
    assertThat(in.zigzag()).isEqualTo(number);
    assertThat(in.fixed()).isEqualTo(number);
    in.end();
  }

  @Test
  void theSameValueGivesTheSameBytes() {
    assertThat(TraceCodec.encode(segment(7, 0, 1, 50)))
        .isEqualTo(TraceCodec.encode(segment(7, 0, 1, 50)));
  }

  @Test
  void aListThatAnnouncesMoreThanThereIsAllocatesNothing() {
    byte[] bytes = new PackedWriter().varint(Integer.MAX_VALUE).bytes();

    assertThatThrownBy(() -> new PackedReader(bytes).list(PackedReader::text))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("2147483647");
  }

  @Test
  void aFormOfTheFutureIsNamed() {
    byte[] next = Compact.pack(new PackedWriter().varint(2).bytes());

    assertThatThrownBy(() -> TraceCodec.decodePart(traceId(1), 1, next))
        .hasMessageContaining("version 2");
  }

  @Test
  void aDecidedSetOfTheFormBeforeIsReadToo() {
    DecidedSet set = decided(3, 9, 54, 1);
    byte[] before =
        new PackedWriter()
            .varint(1)
            .varint(3)
            .zigzag(9)
            .zigzag(54)
            .text(set.policyVersion())
            .varint(1)
            .fixed(set.id(0).high())
            .fixed(set.id(0).low())
            .zigzag(54 - set.firstSlice(0))
            .bytes();

    DecidedSet read = DecidedSetCodec.decode(before);

    assertThat(read.firstSlice(set.id(0))).isEqualTo(set.firstSlice(set.id(0)));
    assertThat(read.policyVersion()).isEqualTo(set.policyVersion());
    assertThat(read.pinned()).isEqualTo(new DecidedSet.Pinned(-1, -1, 9));
    assertThat(DecidedSetCodec.decode(DecidedSetCodec.encode(set))).isEqualTo(set);
  }

  @Test
  void aFrameThatClaimsToBeHugeIsRefused() {
    // A zstd frame header (RFC 8878, 3.1.1) of a single segment with a content size of 2^62.
    byte[] bomb = {
      2, 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 64, 1
    };

    assertThatThrownBy(() -> Compact.unpack(bomb)).isInstanceOf(StorageException.class);
  }

  @Test
  void damagedBytesAreAStorageExceptionOrAnotherValueAndNothingElse() {
    mangle(TraceCodec.encode(part(traceId(1), 9)), b -> TraceCodec.decodePart(traceId(1), 9, b));
    mangle(TraceCodec.encode(segment(7, 0, 1, 20)), b -> TraceCodec.decodeSegment(7, 0, 1, b));
    mangle(DecidedSetCodec.encode(decided(3, 9, 54, 20)), DecidedSetCodec::decode);
  }

  private static void mangle(byte[] whole, Function<byte[], Object> decode) {
    Random random = new Random(1);
    int failures = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes =
          Arrays.copyOf(
              whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        decode.apply(bytes);
      } catch (StorageException e) {
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(1_000);
  }
}
