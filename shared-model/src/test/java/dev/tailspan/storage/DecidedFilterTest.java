package dev.tailspan.storage;

import static dev.tailspan.storage.contract.StoredValues.decided;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.TraceId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DecidedFilterTest {
  private final List<DecidedSet> sets =
      List.of(decided(3, 1, 6, 5_000), decided(3, 2, 12, 1), decided(3, 3, 18, 20_000));

  @Test
  void noTraceThatWasDecidedIsDenied() {
    byte[] filter = DecidedFilter.over(sets);

    for (DecidedSet set : sets) {
      for (int i = 0; i < set.size(); i++) {
        assertThat(mayHold(filter, set.id(i))).isTrue();
      }
    }
  }

  @Test
  void ofThoseThatWereNotFewAreTakenForDecidedAtTwoBytesATrace() {
    byte[] filter = DecidedFilter.over(sets);
    long wrong =
        LongStream.range(0, 100_000)
            .filter(n -> mayHold(filter, traceId(1_000_000_000 + n)))
            .count();

    assertThat(wrong).isLessThan(200);
    assertThat(filter.length).isLessThanOrEqualTo(2 * 25_001);
  }

  @Test
  void idsThatMerelyCountUpAreToldApartToo() {
    long[] ids = LongStream.range(0, 20_000).map(i -> i % 2 == 0 ? 0 : i / 2 + 1).toArray();
    byte[] filter =
        DecidedFilter.over(
            List.of(
                new DecidedSet(3, 1, 6, "v", DecidedSet.Pinned.NOTHING, ids, new long[10_000])));
    long wrong =
        LongStream.range(20_000, 120_000).filter(n -> mayHold(filter, new TraceId(0, n))).count();

    assertThat(wrong).isLessThan(200);
  }

  @Test
  void theOrderOfSetsDoesNotMatterAndOverNoneItDeniesAll() {
    assertThat(DecidedFilter.over(List.of(sets.get(2), sets.get(0), sets.get(1))))
        .isEqualTo(DecidedFilter.over(sets));
    assertThat(mayHold(DecidedFilter.over(List.of()), traceId(1))).isFalse();
  }

  private static boolean mayHold(byte[] filter, TraceId id) {
    int from = DecidedFilter.blockOffset(id, filter.length);
    return DecidedFilter.mayHold(
        Arrays.copyOfRange(filter, from, from + DecidedFilter.BLOCK_BYTES), id);
  }
}
